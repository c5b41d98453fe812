package cn.zhenglu.seal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.seal.verify.VerificationReport.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfdVerifierTest {

    private static VerifierFixture fixture;

    @BeforeAll
    static void makeAuthority(@TempDir Path trust) {
        fixture = new VerifierFixture(trust);
    }

    @Test
    void a_properly_sealed_licence_is_valid() {
        VerificationReport report = fixture.verify(fixture.maker());

        assertThat(report.failed()).isEmpty();
        assertThat(report.verdict()).isEqualTo(Verdict.VALID);
        assertThat(report.facts()).isEqualTo(new VerificationReport.Facts("福州市城乡建设局", "行政审批专用章(01)", SealedOfdMaker.SIGNED,
                "（闽）JZ安许证字[2023]000001", "1.2.156.3005.2.11100000000013338W050.11350000003591037R.2023000001.001.X", "福建某某建设工程有限公司", SealedOfdMaker.CODE));
    }

    @Test
    void every_required_rule_is_reported_on_a_valid_licence() {
        List<Rule> passed = fixture.verify(fixture.maker()).checks().stream()
                .filter(check -> check.outcome() == Outcome.PASSED).map(Check::rule).toList();

        assertThat(passed).containsAll(Arrays.stream(Rule.values()).filter(rule -> rule.kind() == Rule.Kind.REQUIRED).toList());
    }

    @Test
    void every_check_has_a_chinese_sentence_whatever_its_outcome() {
        SealedOfdMaker wrong = fixture.maker();
        wrong.covers = path -> path.endsWith(".png");
        wrong.sealFile = false;
        for (SealedOfdMaker maker : List.of(fixture.maker(), wrong)) {
            assertThat(fixture.verify(maker).checks()).hasSizeGreaterThan(20)
                    .allSatisfy(check -> assertThat(check.sentence()).matches("(?s).*[\\u4e00-\\u9fa5].*。"));
        }
        assertThat(fixture.verify(wrong).checks()).extracting(Check::outcome).contains(Outcome.values());
    }

    @Test
    void a_report_that_lacks_a_required_check_is_not_valid() {
        VerificationReport report = fixture.verify(fixture.maker());
        List<Check> oneLess = report.checks().stream().filter(check -> check.rule() != Rule.SEAL_SIGNATURE).toList();

        assertThat(new VerificationReport(oneLess, report.facts()).verdict()).isEqualTo(Verdict.INVALID);
    }

    @Test
    void an_older_seal_of_gm_t_0031_is_valid() {
        SealedOfdMaker maker = fixture.maker();
        maker.older = true;

        VerificationReport report = fixture.verify(maker);

        assertThat(report.failed()).isEmpty();
        assertThat(report.valid()).isTrue();
        assertThat(report.facts().signedAt()).isEqualTo(SealedOfdMaker.SIGNED);
    }

    @Test
    void a_seal_that_lists_digests_of_certificates_is_valid() {
        SealedOfdMaker maker = fixture.maker();
        maker.listDigests = true;

        assertThat(fixture.verify(maker).failed()).isEmpty();
    }

    @Test
    void a_document_without_a_seal_file_is_valid() {
        SealedOfdMaker maker = fixture.maker();
        maker.sealFile = false;

        VerificationReport report = fixture.verify(maker);

        assertThat(report.valid()).isTrue();
        assertThat(report.checks()).contains(new Check(Rule.STAMP_SEAL_FILE, Outcome.NOT_APPLICABLE, "文件未另附印章文件。"));
    }

    @Test
    void a_document_of_another_maker_without_licence_metadata_is_valid() {
        SealedOfdMaker maker = fixture.maker();
        maker.put("OFD.xml", """
                <o:OFD xmlns:o="http://www.ofdspec.org/2016"><o:DocBody><o:DocInfo/><o:DocRoot>Doc_0/Document.xml</o:DocRoot>\
                <o:Signatures>Doc_0/Signs/Signatures.xml</o:Signatures></o:DocBody></o:OFD>""");

        VerificationReport report = fixture.verify(maker);

        assertThat(report.valid()).isTrue();
        assertThat(report.facts().certNum()).isNull();
    }

    @Test
    void a_certificate_that_expired_after_signing_leaves_the_licence_valid() {
        SealedOfdMaker maker = fixture.maker();
        Instant soonAfter = SealedOfdMaker.SIGNED.plus(Duration.ofMinutes(1));
        TestAuthority.Identity signer = fixture.authority.holder("福州市城乡建设局", TestAuthority.FROM, soonAfter);
        maker.signer = signer;
        maker.listed = List.of(signer.der());
        maker.sealTo = soonAfter;

        assertThat(fixture.verify(maker).failed()).isEmpty();
    }

    @Test
    void a_seal_made_for_several_signers_serves_each_of_them() {
        SealedOfdMaker maker = fixture.maker();
        TestAuthority.Identity renewed = fixture.authority.holder("福州市城乡建设局");
        maker.listed = List.of(maker.signer.der(), renewed.der());
        maker.signer = renewed;

        assertThat(fixture.verify(maker).failed()).isEmpty();
    }

    @Test
    void an_unsigned_document_is_invalid_and_says_why() {
        SealedOfdMaker maker = fixture.maker();
        maker.replace("OFD.xml", "<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures>", "");

        VerificationReport report = fixture.verifier.verify(SealedOfdMaker.zip(maker.files));

        assertThat(report.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(report.failed()).containsExactly(new Check(Rule.SIGNATURE_PRESENT, Outcome.FAILED, "文件没有电子签章。"));
        assertThat(report.facts().certNum()).isEqualTo("（闽）JZ安许证字[2023]000001");
    }

    @Test
    void what_is_no_ofd_is_unreadable() {
        assertThat(fixture.verifier.verify(new byte[0]).verdict()).isEqualTo(Verdict.UNREADABLE);
        assertThat(fixture.verifier.verify("%PDF-1.7 …".getBytes()).verdict()).isEqualTo(Verdict.UNREADABLE);
        assertThat(fixture.verifier.verify(SealedOfdMaker.zip(Map.of("word/document.xml", "<w/>".getBytes()))).failed())
                .extracting(Check::rule).containsExactly(Rule.PACKAGE_NOT_OFD);
    }

    @Test
    void a_file_over_the_limit_is_refused_before_it_is_read_whole(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("large.ofd");
        Files.write(file, new byte[Limits.DEFAULT.fileBytes() + 2]);

        assertThat(fixture.verifier.verify(file).failed()).extracting(Check::rule).containsExactly(Rule.PACKAGE_TOO_LARGE);
    }

    @Test
    void without_trusted_roots_nothing_is_valid(@TempDir Path empty) {
        OfdVerifier trustless = new OfdVerifier(new TrustedRoots(List.of(empty)), Clock.systemUTC(), Limits.DEFAULT);

        assertThat(trustless.verify(fixture.maker().ofd()).failed()).extracting(Check::rule).contains(Rule.SIGNER_CHAIN, Rule.MAKER_CHAIN);
    }

    @Test
    void names_that_would_upset_a_terminal_are_made_printable() {
        SealedOfdMaker maker = fixture.maker();
        maker.replace("OFD.xml", "福建某某", "\u202e福建\u2028某某");
        VerificationReport report = fixture.verify(maker);

        assertThat(report.facts().holder()).isEqualTo("?福建?某某建设工程有限公司");
        assertThat(new Check(Rule.PACKAGE, Outcome.PASSED, "\u001b[2J" + "长".repeat(1000)).sentence()).hasSize(501).startsWith("?[2J");
    }

    @Test
    void a_seal_across_the_edge_is_valid_as_far_as_its_clip_stays_on_the_page() {
        SealedOfdMaker maker = fixture.maker();
        maker.boundary = "202 128.5 40 40\" Clip=\"0 0 8 40";
        assertThat(fixture.verify(maker).failed()).isEmpty();

        maker.boundary = "202 128.5 40 40\" Clip=\"8 0 8 40";
        assertThat(fixture.verify(maker).failed()).extracting(Check::rule).containsExactly(Rule.STAMP_PLACEMENT);
    }

    @Test
    void the_digest_algorithm_may_be_written_as_its_name() {
        SealedOfdMaker maker = fixture.maker();
        maker.checkMethod = "SM3";

        assertThat(fixture.verify(maker).failed()).isEmpty();
    }

    @Test
    void local_headers_with_zip64_sizes_are_read() {
        RawZip zip = RawZip.of(fixture.maker().seal());
        zip.entries.forEach(entry -> entry.zip64Local = true);

        assertThat(fixture.verifier.verify(zip.bytes()).failed()).isEmpty();
    }

    @Test
    void a_licence_without_a_qr_symbol_says_so() {
        SealedOfdMaker maker = fixture.maker();
        maker.replace(SealedOfdMaker.CONTENT, SealedOfdMaker.qr(SealedOfdMaker.CODE), "");
        VerificationReport report = fixture.verify(maker);

        assertThat(report.valid()).isTrue();
        assertThat(report.facts().qr()).isNull();
        assertThat(report.checks()).contains(new Check(Rule.CONTENT_QR, Outcome.NOT_APPLICABLE, "页面上没有以矢量图形绘制的二维码，未作识读。"));
    }

    @Test
    void two_qr_symbols_are_found() {
        SealedOfdMaker maker = fixture.maker();
        String symbol = SealedOfdMaker.qr(SealedOfdMaker.CODE);
        maker.replace(SealedOfdMaker.CONTENT, symbol, symbol + SealedOfdMaker.qr("https://example.com/"));

        assertThat(fixture.verify(maker).failed()).extracting(Check::rule).containsExactly(Rule.CONTENT_QR);
    }
}
