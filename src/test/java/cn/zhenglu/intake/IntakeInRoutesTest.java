package cn.zhenglu.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.apache.camel.Exchange;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import cn.zhenglu.licence.Arrival;

/** How routes use the bean: a file of the folder, split as a stream. */
class IntakeInRoutesTest {

    @TempDir
    private Path inbox;

    @Test
    void aFileOfTheFolderIsSplitIntoChunksWithoutAnyConversionOfOurs() throws Exception {
        existingLicences(450);
        List<Integer> chunks = new ArrayList<>();
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("intake", Fixtures.INTAKE);
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("file:" + inbox + "?initialDelay=0").to("bean:intake?method=fromFile").split(body()).streaming()
                            .process(exchange -> chunks.add(exchange.getMessage().getBody(List.class).size()));
                }
            });
            NotifyBuilder done = new NotifyBuilder(camel).fromRoute("*").whenDone(1).create();
            camel.start();
            await().until(done::matches);
        }
        assertThat(chunks).containsExactly(200, 200, 50);
    }

    @Test
    void aFileIsClosedWhenAChunkFails() throws Exception {
        FileArrivals arrivals = Fixtures.INTAKE.fromFile(existingLicences(450));
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(noErrorHandler());
                    from("direct:arrivals").split(body()).streaming().stopOnException()
                            .process(exchange -> {
                                throw new IllegalStateException("the ledger is away");
                            });
                }
            });
            camel.start();
            Exchange sent = camel.createProducerTemplate().send("direct:arrivals", e -> e.getMessage().setBody(arrivals));
            assertThat(sent.isFailed()).isTrue();
        }
        assertThat(arrivals.hasNext()).isFalse();
    }

    private Path existingLicences(int count) {
        String csv = Fixtures.HEADER + "\n" + (Fixtures.LINE + "\n").repeat(count);
        return Fixtures.write(inbox, "existing.csv", csv.getBytes(StandardCharsets.UTF_8));
    }
}
