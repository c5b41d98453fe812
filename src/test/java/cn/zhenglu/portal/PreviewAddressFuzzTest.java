package cn.zhenglu.portal;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.ledger.LedgerUnderTest;
import cn.zhenglu.ledger.LedgerUnderTest.Database;
import cn.zhenglu.ledger.LedgerWalk;
import cn.zhenglu.ledger.Previews;
import cn.zhenglu.licence.Operation;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/**
 * Of all addresses below {@code /p/} only one that was given out leads anywhere; the ledger here has given out one. Jazzer's classes lose
 * the names of their parameters, so the controller tells Spring its own.
 */
class PreviewAddressFuzzTest {

    @TempDir
    private static Path folder;
    private static LedgerUnderTest ledger;
    private static String known;
    private static MockMvc portal;

    @BeforeAll
    static void giveOne() {
        ledger = new LedgerUnderTest(Database.H2, folder);
        ledger.arrivals.receive(List.of(LedgerUnderTest.arrival("1", LedgerUnderTest.record(Operation.NEW, "（闽）JZ安许证字[2023]000001"))));
        String id = ledger.dispatcher.due().get(0).submissionId();
        known = LedgerWalk.collect(ledger, id).previewToken();
        Previews previews = ledger.context.getBeanFactory().createBean(Previews.class);
        assertThat(previews.byToken(known)).isPresent();
        // what is found would be shown by what is missing here: a fault, which fails the test
        portal = MockMvcBuilders.standaloneSetup(new PreviewController(previews, null, null, null, new PortalSettings(true, 30, 10), ledger.clock))
                .build();
    }

    @AfterAll
    static void close() {
        ledger.close();
    }

    @MethodSource("addresses")
    @FuzzTest(maxDuration = "2m")
    void noOtherAddressLeadsAnywhere(byte[] data) throws Exception {
        String address = path(data);
        if (address.contains(known)) {
            return;
        }
        MockHttpServletResponse answer = portal.perform(MockMvcRequestBuilders.get("/p/").with(request -> {
            request.setRequestURI("/p/" + address);
            return request;
        })).andReturn().getResponse();

        assertThat(answer.getStatus()).as(address).isBetween(400, 499);
        assertThat(answer.getContentAsByteArray()).isEmpty();
    }

    /** Escapes what Tomcat takes for no path: that it refuses before us (PortalHttpTest). */
    private static String path(byte[] data) {
        StringBuilder path = new StringBuilder();
        for (byte b : data) {
            path.append(b > ' ' && b <= '~' && "%?#".indexOf(b) < 0 ? String.valueOf((char) b) : "%%%02x".formatted(b & 0xFF));
        }
        return path.toString();
    }

    static Stream<byte[]> addresses() {
        char first = known.charAt(0) == 'A' ? 'B' : 'A';
        return Stream.of(first + known.substring(1), known.substring(1), known.substring(0, 31) + ".png", known.substring(0, 31) + "\0.pdf",
                known.substring(0, 31) + "_", "../" + known.substring(9) + ".ofd", known.substring(0, 16) + "/" + known.substring(16),
                known.substring(0, 16) + ";a=b" + known.substring(16), "' or preview_token like '%", "")
                .map(address -> address.getBytes(StandardCharsets.ISO_8859_1));
    }
}
