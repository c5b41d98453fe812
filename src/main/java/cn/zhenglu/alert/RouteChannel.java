package cn.zhenglu.alert;

import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * A route of the installation, for whatever else reaches people there: an SMS gateway, an internal messenger. The route gets the text
 * as its body and what it consists of as headers, see docs/集成手册.md.
 */
final class RouteChannel implements Channel {

    private final String endpoint;
    private final ProducerTemplate producer;

    /** @param endpoint that the route listens on, e.g. {@code direct:alert-sms} */
    RouteChannel(String endpoint, ProducerTemplate producer) {
        this.endpoint = endpoint;
        this.producer = producer;
    }

    @Override
    public String name() {
        return "route";
    }

    @Override
    public void send(Notice notice) {
        Exchange sent = producer.send(endpoint, exchange -> {
            exchange.getMessage().setBody(notice.text());
            exchange.getMessage().setHeader("alertSubject", notice.subject());
            exchange.getMessage().setHeader("alertJson", JsonMapper.shared().writeValueAsString(notice.text()));
            exchange.getMessage().setHeader("alertRecovered", notice.recovered());
            exchange.getMessage().setHeader("alertLink", notice.link());
        });
        if (sent.getException() != null) {
            // without its message, which may hold the address of a gateway and its key
            throw new NotSent("告警路由 " + endpoint + " 没有送达（" + sent.getException().getClass().getSimpleName() + "），详见该路由的日志");
        }
    }
}
