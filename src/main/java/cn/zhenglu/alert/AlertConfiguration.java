package cn.zhenglu.alert;

import cn.zhenglu.licence.NeedsPerson;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.ProducerTemplate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.javamail.JavaMailSender;

/** The channels that are configured. */
@Configuration
class AlertConfiguration {

    @Bean
    Channels alertChannels(AlertSettings settings, ObjectProvider<JavaMailSender> mail,
            ObjectProvider<ProducerTemplate> routes, Clock clock) {
        List<Channel> channels = new ArrayList<>();
        if (!settings.wecom().url().isBlank()) {
            channels.add(new WecomChannel(address("wecom", settings.wecom().url()), new Robot()));
        }
        if (!settings.dingtalk().url().isBlank()) {
            channels.add(new DingtalkChannel(address("dingtalk", settings.dingtalk().url()), settings.dingtalk().secret(),
                    new Robot(), clock));
        }
        if (!settings.mail().to().isEmpty()) {
            JavaMailSender sender = mail.getIfAvailable(() -> {
                throw new NeedsPerson("start.alerts-mail", "spring.mail.host", "已配置告警收件人，但未配置邮件服务器",
                        "请设置 spring.mail.host（及 port、username，密码用环境变量 SPRING_MAIL_PASSWORD 提供）");
            });
            if (settings.mail().from().isBlank()) {
                throw new NeedsPerson("start.alerts-mail", "zhenglu.alerts.mail.from", "已配置告警收件人，但未配置发件人",
                        "请设置 zhenglu.alerts.mail.from");
            }
            channels.add(new MailChannel(sender, settings.mail().from(), settings.mail().to()));
        }
        if (!settings.route().isBlank()) {
            channels.add(new RouteChannel(settings.route(), routes.getObject()));
        }
        return new Channels(channels);
    }

    /** @throws NeedsPerson without the address itself, which holds a secret */
    private static URI address(String channel, String url) {
        try {
            URI address = new URI(url.strip());
            if (address.getHost() != null && List.of("http", "https").contains(address.getScheme())) {
                return address;
            }
        } catch (java.net.URISyntaxException e) {
            // said below, like every other address that cannot be used
        }
        throw new NeedsPerson("start.alerts-webhook", "zhenglu.alerts." + channel + ".url",
                "zhenglu.alerts." + channel + ".url 不是可用的 webhook 地址", "请从群机器人的设置页面复制完整的地址");
    }
}
