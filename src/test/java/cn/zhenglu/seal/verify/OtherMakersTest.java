package cn.zhenglu.seal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.document.OfdSchema;
import cn.zhenglu.peer.OfdrwProcess;
import cn.zhenglu.seal.verify.VerificationReport.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that other software has made from the first byte to the last: ofdrw lays them out, seals them with its own structures and its
 * own BouncyCastle. Each gets a report that is right, never an exception.
 */
class OtherMakersTest {

    @TempDir
    private static Path folder;
    private static OfdVerifier verifier;
    private static Path unsigned;
    private static Path current;
    private static Path older;
    private static Path twice;

    @BeforeAll
    static void makeFiles() throws IOException {
        TestAuthority authority = new TestAuthority("测试根");
        authority.writeRoot(folder.resolve("trust"));
        verifier = new OfdVerifier(new TrustedRoots(List.of(folder.resolve("trust"))), Clock.systemUTC(), Limits.DEFAULT);
        Path keys = PeerKeys.write(folder.resolve("keys"), authority);
        unsigned = folder.resolve("unsigned.ofd");
        current = folder.resolve("current.ofd");
        older = folder.resolve("older.ofd");
        twice = folder.resolve("twice.ofd");
        OfdrwProcess.run("make", unsigned);
        OfdrwProcess.run("sign", unsigned, current, 4, keys);
        OfdrwProcess.run("sign", unsigned, older, 1, keys);
        OfdrwProcess.run("sign", current, twice, 4, keys);
    }

    @Test
    void a_current_seal_is_valid_and_its_facts_are_read() throws IOException {
        VerificationReport report = verifier.verify(current);

        assertThat(report.failed()).isEmpty();
        assertThat(report.verdict()).isEqualTo(Verdict.VALID);
        assertThat(report.checks()).extracting(Check::sentence).contains("签章数据符合 GB/T 38540-2020。");
        assertThat(report.facts().signer()).isEqualTo("其他单位");
        assertThat(report.facts().sealName()).isEqualTo("其他厂商的印章");
        assertThat(report.facts().signedAt()).isBetween(Instant.now().minus(1, ChronoUnit.HOURS), Instant.now());
        assertThat(report.facts().certNum()).isNull();
    }

    @Test
    void an_older_seal_of_gm_t_0031_is_valid() throws IOException {
        VerificationReport report = verifier.verify(older);

        assertThat(report.failed()).isEmpty();
        assertThat(report.verdict()).isEqualTo(Verdict.VALID);
        assertThat(report.checks()).extracting(Check::sentence).contains("签章数据符合 GM/T 0031-2014。");
        assertThat(report.facts().sealName()).isEqualTo("其他厂商的旧版印章");
        assertThat(report.facts().signedAt()).as("a text without zone").isBetween(Instant.now().minus(1, ChronoUnit.HOURS), Instant.now());
    }

    @Test
    void two_seals_are_both_looked_at() throws IOException {
        VerificationReport report = verifier.verify(twice);

        assertThat(report.failed()).isEmpty();
        assertThat(report.verdict()).isEqualTo(Verdict.VALID);
        assertThat(report.checks()).filteredOn(check -> check.rule() == Rule.SEAL_SIGNATURE).hasSize(2);
    }

    @Test
    void a_seal_of_an_authority_that_nobody_trusts_is_named() throws IOException {
        Path strange = folder.resolve("strange.ofd");
        OfdrwProcess.run("sign", unsigned, strange, 4, PeerKeys.write(folder.resolve("strange")));

        assertThat(verifier.verify(strange).failed()).extracting(Check::rule).containsExactly(Rule.SIGNER_CHAIN, Rule.MAKER_CHAIN);
    }

    @Test
    void a_second_seal_of_a_stranger_makes_the_document_invalid_though_the_first_is_right() throws IOException {
        Path mixed = folder.resolve("mixed.ofd");
        OfdrwProcess.run("sign", current, mixed, 4, PeerKeys.write(folder.resolve("stranger")));

        VerificationReport report = verifier.verify(mixed);

        assertThat(report.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(report.failed()).extracting(Check::rule).containsExactly(Rule.SIGNER_CHAIN, Rule.MAKER_CHAIN);
        assertThat(report.checks()).filteredOn(check -> check.rule() == Rule.SIGNER_CHAIN && check.outcome() == Outcome.PASSED).hasSize(1);
    }

    @Test
    void a_change_after_sealing_is_found_under_either_kind_of_seal() throws IOException {
        for (Path sealed : List.of(current, older)) {
            Map<String, byte[]> files = unzip(Files.readAllBytes(sealed));
            files.put(SealedOfdMaker.CONTENT, SealedOfdMaker.replaced(files.get(SealedOfdMaker.CONTENT), "其他厂商", "本机关"));

            assertThat(verifier.verify(SealedOfdMaker.zip(files)).failed()).extracting(Check::rule).containsExactly(Rule.SIGNATURE_DIGESTS);
        }
    }

    @Test
    void an_unsigned_document_is_invalid_for_that_reason_only() throws IOException {
        VerificationReport report = verifier.verify(unsigned);

        assertThat(report.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(report.failed()).containsExactly(new Check(Rule.SIGNATURE_PRESENT, Outcome.FAILED, "文件没有电子签章。"));
    }

    @Test
    void a_pdf_under_the_name_of_an_ofd_is_unreadable() throws IOException {
        Path file = folder.resolve("pdf.ofd");
        try (PDDocument pdf = new PDDocument()) {
            pdf.addPage(new PDPage());
            pdf.save(file.toFile());
        }

        assertUnreadable(Files.readAllBytes(file), Rule.PACKAGE_NOT_ZIP, "文件不是 OFD：它是 PDF 文件。");
    }

    @Test
    void an_empty_file_is_unreadable() {
        assertUnreadable(new byte[0], Rule.PACKAGE_NOT_ZIP, "文件是空的。");
    }

    @Test
    void a_package_under_a_password_is_unreadable() throws IOException {
        RawZip encrypted = RawZip.of(unzip(Files.readAllBytes(current)));
        encrypted.entries.forEach(entry -> entry.flags |= 1);

        VerificationReport report = verifier.verify(encrypted.bytes());

        assertThat(report.verdict()).isEqualTo(Verdict.UNREADABLE);
        assertThat(report.failed()).extracting(Check::rule).containsExactly(Rule.PACKAGE_UNSUPPORTED);
    }

    @Test
    void half_a_file_is_unreadable() throws IOException {
        byte[] whole = Files.readAllBytes(current);

        assertThat(verifier.verify(Arrays.copyOf(whole, whole.length / 2)).failed()).extracting(Check::rule)
                .containsExactly(Rule.PACKAGE_TRUNCATED);
    }

    @Test
    void the_schemas_refuse_what_ofdrw_writes_so_they_can_refuse_something() throws IOException {
        assertThat(OfdSchema.faults(unzip(Files.readAllBytes(twice))))
                .anySatisfy(fault -> assertThat(fault).contains("OFD.xml", "Version"))
                .anySatisfy(fault -> assertThat(fault).contains("Doc_0/Document.xml", "PageArea", "MaxUnitID"))
                .anySatisfy(fault -> assertThat(fault).contains("Signatures.xml", "ID"))
                .anySatisfy(fault -> assertThat(fault).contains("Signature.xml", "2016\":SignedInfo}' is expected"));
    }

    private static void assertUnreadable(byte[] file, Rule rule, String sentence) {
        VerificationReport report = verifier.verify(file);
        assertThat(report.verdict()).isEqualTo(Verdict.UNREADABLE);
        assertThat(report.failed()).containsExactly(new Check(rule, Outcome.FAILED, sentence));
    }

    private static Map<String, byte[]> unzip(byte[] ofd) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(ofd))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory()) {
                    files.put(entry.getName(), zip.readAllBytes());
                }
            }
        }
        return files;
    }
}
