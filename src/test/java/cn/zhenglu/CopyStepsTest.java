package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.stub.StubComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;

/** The steps that the integrator's manual puts into the upload. */
class CopyStepsTest {

    public record Work(String id) {
    }

    @Test
    void theStepBehindThemGetsThePlatformsAnswerBecauseItOnceGotTheIdOfTheCopy() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addComponent("jms", new StubComponent());
            String route = "- route:\n    from:\n      uri: direct:answer\n      steps:\n"
                    + Recipes.block("把每张证照抄送本市电子证照库", "yaml-steps") + "        - to: mock:collected\n";
            for (RoutesBuilder builder : PluginHelper.getRoutesLoader(camel).findRoutesBuilders(
                    ResourceHelper.fromString("file:upload.camel.yaml", route))) {
                camel.addRoutes(builder);
            }
            camel.start();
            Object answer = List.of("the platform's answer");
            camel.createProducerTemplate().send("direct:answer", exchange -> {
                exchange.setVariable("submission", new Work("0123"));
                exchange.getMessage().setBody(answer);
            });

            assertThat(camel.getEndpoint("mock:collected", MockEndpoint.class).getExchanges()).singleElement()
                    .satisfies(exchange -> assertThat(exchange.getMessage().getBody()).isSameAs(answer));
            assertThat(camel.createConsumerTemplate().receiveBody("jms:queue:zhenglu.copy.city?transacted=false", 5_000)).isEqualTo("0123");
        }
    }
}
