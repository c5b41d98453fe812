package cn.zhenglu.seal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.zhenglu.licence.LicenceDocument;
import cn.zhenglu.licence.LicenceIdentifier;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.SealPlacement;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import cn.zhenglu.licence.Submission;
import cn.zhenglu.licence.TryLater;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class LicenceVerifierTest {

    private static final String IDENTIFIER = "1.2.156.3005.2.11100000000013338W050.11350000003591037R.2023000001.001.X";

    private static VerifierFixture fixture;

    @BeforeAll
    static void makeAuthority(@TempDir Path trust) {
        fixture = new VerifierFixture(trust);
    }

    private static LicenceDocument document(byte[] ofd, String identifier) {
        return document(ofd, identifier, SealedOfdMaker.CODE);
    }

    private static LicenceDocument document(byte[] ofd, String identifier, String code) {
        Submission submission = new Submission("0123456789abcdef0123456789abcdef", null, List.of(), "approval 1", Stage.CODED,
                Standing.ACTIVE, code, null, new LicenceIdentifier(identifier), null, "token", null, Map.of(), 1);
        return new LicenceDocument(submission, ofd, new SealPlacement(1, 150, 240, 42, 42));
    }

    private static LicenceVerifier verifier(Path trust) {
        TrustedRoots roots = new TrustedRoots(List.of(trust));
        return new LicenceVerifier(new OfdVerifier(roots, Clock.systemUTC(), Limits.DEFAULT), roots);
    }

    @Test
    void a_valid_document_passes_unchanged() {
        LicenceDocument document = document(fixture.maker().ofd(), IDENTIFIER);

        assertThat(verifier(fixture.trust).verify(document)).isSameAs(document);
    }

    @Test
    void a_document_that_fails_reaches_a_person_with_every_reason() {
        SealedOfdMaker maker = fixture.maker();
        maker.covers = path -> path.endsWith(".png");
        maker.stampPage = "77";

        assertThatThrownBy(() -> verifier(fixture.trust).verify(document(maker.ofd(), IDENTIFIER)))
                .isInstanceOfSatisfying(NeedsPerson.class, e -> {
                    assertThat(e.problems()).extracting("code").containsOnly("seal.verification-failed");
                    assertThat(e.problems()).extracting("message").hasSize(2).contains("印章所在的页面“77”不存在。");
                });
    }

    @Test
    void a_valid_document_of_another_licence_reaches_a_person() {
        String other = IDENTIFIER.replace("000001.001", "000002.001");

        assertThatThrownBy(() -> verifier(fixture.trust).verify(document(fixture.maker().ofd(), other)))
                .isInstanceOf(NeedsPerson.class).hasMessageContaining(other).hasMessageContaining(IDENTIFIER);
    }

    @Test
    void a_symbol_that_holds_another_code_or_cannot_be_read_reaches_a_person() {
        SealedOfdMaker maker = fixture.maker();
        assertThatThrownBy(() -> verifier(fixture.trust).verify(document(maker.ofd(), IDENTIFIER, "ANOTHER CODE")))
                .isInstanceOf(NeedsPerson.class).hasMessage("签章文件中二维码的内容不是本次办件的赋码。");

        maker.replace(SealedOfdMaker.CONTENT, SealedOfdMaker.qr(SealedOfdMaker.CODE), "");
        assertThatThrownBy(() -> verifier(fixture.trust).verify(document(maker.ofd(), IDENTIFIER)))
                .isInstanceOf(NeedsPerson.class).hasMessage("签章文件中的二维码无法识读。");
    }

    @Test
    void missing_or_broken_roots_make_licences_wait_and_are_no_fault_of_theirs(@TempDir Path trust) throws IOException {
        LicenceDocument document = document(fixture.maker().ofd(), IDENTIFIER);
        assertThatThrownBy(() -> verifier(trust).verify(document)).isInstanceOf(TryLater.class).hasMessageContaining(trust.toString());

        Files.writeString(trust.resolve("root.pem"), "no certificate");
        assertThatThrownBy(() -> verifier(trust).verify(document)).isInstanceOf(TryLater.class).hasMessageContaining("root.pem");
    }

    @Test
    void the_settings_name_the_trusted_places() {
        ApplicationContextRunner runner = new ApplicationContextRunner().withUserConfiguration(VerifyConfiguration.class);

        runner.run(context -> assertThat(context.getBean(TrustedRoots.class).places())
                .containsExactly(Path.of("config/trust"), Path.of("data/trust")));
        runner.withPropertyValues("zhenglu.data-dir=/var/lib/zhenglu").run(context ->
                assertThat(context.getBean(TrustedRoots.class).places()).contains(Path.of("/var/lib/zhenglu/trust")));
        runner.withPropertyValues("zhenglu.trust[0]=" + fixture.trust).run(context ->
                assertThat(context.getBean("verifier", LicenceVerifier.class).verify(document(fixture.maker().ofd(), IDENTIFIER))).isNotNull());
    }
}
