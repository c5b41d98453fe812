package cn.zhenglu.seal.verify;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Integer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks by somebody who has a key and seals documents with it, but not the right one or not rightly. */
class ForgedSealTest {

    private static VerifierFixture fixture;

    @BeforeAll
    static void makeAuthority(@TempDir Path trust) {
        fixture = new VerifierFixture(trust);
    }

    private static SealedOfdMaker sealedBy(TestAuthority.Identity signer) {
        SealedOfdMaker maker = fixture.maker();
        maker.signer = signer;
        maker.listed = List.of(signer.der());
        return maker;
    }

    @Test
    void a_document_resigned_with_a_strangers_key_and_seal_is_found() {
        TestAuthority stranger = new TestAuthority("测试根");
        SealedOfdMaker maker = new SealedOfdMaker(stranger.holder("制章机构"), stranger.holder("福州市城乡建设局"));
        fixture.assertRefused(maker.ofd(), Rule.SIGNER_CHAIN);
        fixture.assertRefused(maker.ofd(), Rule.MAKER_CHAIN);
    }

    @Test
    void the_right_seal_in_the_hand_of_another_holder_is_found() {
        SealedOfdMaker maker = fixture.maker();
        maker.signer = fixture.authority.holder("其他单位");
        fixture.assertRefusedOnlyFor(maker.ofd(), Rule.SEAL_SIGNER_LISTED);
    }

    @Test
    void the_right_certificate_over_a_strangers_signature_is_found() {
        SealedOfdMaker maker = fixture.maker();
        TestAuthority.Identity stranger = fixture.authority.holder("其他单位");
        maker.signer = new TestAuthority.Identity(stranger.keys(), maker.signer.certificate());
        fixture.assertRefusedOnlyFor(maker.ofd(), Rule.SEAL_SIGNATURE);
    }

    @Test
    void a_holder_who_plays_authority_is_found() {
        fixture.assertRefusedOnlyFor(sealedBy(TestAuthority.issuedBy(fixture.authority.holder("其他单位"), "福州市城乡建设局")).ofd(),
                Rule.SIGNER_CHAIN);
    }

    @Test
    void an_authority_that_signs_documents_itself_is_found() {
        fixture.assertRefused(sealedBy(fixture.authority.intermediate("中间机构")).ofd(), Rule.SIGNER_USAGE);
    }

    @Test
    void a_key_for_encryption_only_is_found() {
        fixture.assertRefusedOnlyFor(sealedBy(fixture.authority.holderForEncryptionOnly("福州市城乡建设局")).ofd(), Rule.SIGNER_USAGE);
    }

    @Test
    void a_seal_whose_maker_signature_is_broken_is_found() {
        SealedOfdMaker maker = fixture.maker();
        maker.makerSignature = signature -> {
            signature[signature.length - 1] ^= 1;
            return signature;
        };
        fixture.assertRefusedOnlyFor(maker.ofd(), Rule.SEAL_MAKER_SIGNATURE);
    }

    @Test
    void a_home_made_seal_is_found() {
        SealedOfdMaker maker = fixture.maker();
        maker.maker = new TestAuthority("私刻").holder("制章机构");
        fixture.assertRefusedOnlyFor(maker.ofd(), Rule.MAKER_CHAIN);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 64, 70})
    void a_signature_of_zeros_is_found(int length) {
        SealedOfdMaker maker = fixture.maker();
        maker.signature = signature -> new byte[length];
        fixture.assertRefused(maker.ofd(), Rule.SEAL_SIGNATURE_VALUE);
        fixture.assertRefused(maker.ofd(), Rule.SEAL_SIGNATURE);
    }

    @Test
    void a_signature_of_two_zero_numbers_is_found() {
        SealedOfdMaker maker = fixture.maker();
        ASN1Integer zero = new ASN1Integer(BigInteger.ZERO);
        maker.signature = signature -> SealedOfdMaker.der(SealedOfdMaker.sequence(zero, zero));
        maker.makerSignature = maker.signature;
        fixture.assertRefused(maker.ofd(), Rule.SEAL_SIGNATURE_VALUE);
        fixture.assertRefused(maker.ofd(), Rule.SEAL_MAKER_SIGNATURE);
    }

    @Test
    void sha_256_in_the_signature_file_is_refused_though_its_digests_are_right() {
        SealedOfdMaker maker = fixture.maker();
        maker.checkMethod = "2.16.840.1.101.3.4.2.1";
        maker.digestName = "SHA-256";
        fixture.assertRefused(maker.ofd(), Rule.SIGNATURE_ALGORITHMS);
    }

    @Test
    void a_digest_algorithm_left_out_is_refused_for_the_standards_default_is_md5() {
        SealedOfdMaker maker = fixture.maker();
        maker.checkMethod = "";
        fixture.assertRefusedOnlyFor(maker.ofd(), Rule.SIGNATURE_ALGORITHMS);
    }

    @Test
    void an_rsa_signature_is_refused() {
        SealedOfdMaker maker = sealedBy(fixture.authority.holderOfRsaKey("福州市城乡建设局"));
        maker.signatureMethod = "1.2.840.113549.1.1.11";
        maker.sesAlgorithm = "1.2.840.113549.1.1.11";
        fixture.assertRefused(maker.ofd(), Rule.SIGNATURE_ALGORITHMS);
        fixture.assertRefused(maker.ofd(), Rule.SEAL_ALGORITHMS);
        fixture.assertRefused(maker.ofd(), Rule.SEAL_SIGNATURE);
    }

    @Test
    void a_seal_that_claims_another_algorithm_is_refused() {
        SealedOfdMaker maker = fixture.maker();
        maker.sealAlgorithm = "1.2.840.10045.4.3.2";
        fixture.assertRefusedOnlyFor(maker.ofd(), Rule.SEAL_ALGORITHMS);
    }

    @Test
    void a_signer_whose_certificate_had_expired_is_found() {
        fixture.assertRefused(sealedBy(fixture.authority.holder("福州市城乡建设局", TestAuthority.FROM,
                SealedOfdMaker.SIGNED.minus(Duration.ofDays(1)))).ofd(), Rule.SIGNER_VALIDITY);
    }

    @Test
    void a_maker_whose_certificate_had_expired_is_found() {
        SealedOfdMaker maker = fixture.maker();
        maker.maker = fixture.authority.holder("制章机构", TestAuthority.FROM, SealedOfdMaker.SIGNED.minus(Duration.ofDays(1)));
        fixture.assertRefused(maker.ofd(), Rule.MAKER_VALIDITY);
    }

    @Test
    void a_seal_that_had_expired_is_found() {
        SealedOfdMaker maker = fixture.maker();
        maker.sealTo = SealedOfdMaker.SIGNED.minus(Duration.ofDays(1));
        fixture.assertRefusedOnlyFor(maker.ofd(), Rule.SEAL_VALIDITY);
    }

    @Test
    void a_seal_that_was_not_valid_yet_is_found() {
        SealedOfdMaker maker = fixture.maker();
        maker.sealFrom = SealedOfdMaker.SIGNED.plus(Duration.ofDays(1));
        fixture.assertRefusedOnlyFor(maker.ofd(), Rule.SEAL_VALIDITY);
    }

    @Test
    void a_time_of_signing_in_the_future_is_found() {
        SealedOfdMaker maker = fixture.maker();
        maker.time = SealedOfdMaker.SIGNED.plus(Duration.ofDays(1));
        fixture.assertRefusedOnlyFor(maker.ofd(), Rule.SEAL_TIME);
    }

    @Test
    void a_signature_that_covers_only_a_part_is_found() {
        SealedOfdMaker maker = fixture.maker();
        maker.covers = "Doc_0/Res/logo.png"::equals;
        fixture.assertRefusedOnlyFor(maker.ofd(), Rule.SIGNATURE_COVERAGE);
    }

    @Test
    void a_signature_that_covers_nothing_is_found() {
        SealedOfdMaker maker = fixture.maker();
        maker.covers = path -> false;
        fixture.assertRefused(maker.ofd(), Rule.SIGNATURE_COVERAGE);
        fixture.assertRefused(maker.ofd(), Rule.SIGNATURE_DIGESTS);
    }

    @Test
    void a_file_listed_twice_is_found() {
        SealedOfdMaker maker = fixture.maker();
        maker.extraReference = "<ofd:Reference FileRef=\"/OFD.xml\"><ofd:CheckValue>AAAA</ofd:CheckValue></ofd:Reference>";
        fixture.assertRefused(maker.ofd(), Rule.SIGNATURE_REFERENCES);
    }

    @Test
    void a_reference_out_of_the_package_is_found() {
        SealedOfdMaker maker = fixture.maker();
        maker.extraReference = "<ofd:Reference FileRef=\"../../../../etc/hostname\"><ofd:CheckValue>AAAA</ofd:CheckValue></ofd:Reference>";
        fixture.assertRefusedOnlyFor(maker.ofd(), Rule.SIGNATURE_REFERENCES);
    }

    @Test
    void a_signature_over_another_path_is_found() {
        SealedOfdMaker maker = fixture.maker();
        maker.propertyInfo = "/Doc_0/Signs/Sign_1/Signature.xml";
        fixture.assertRefusedOnlyFor(maker.ofd(), Rule.SEAL_PROPERTY_INFO);
    }

    @Test
    void a_plain_signature_without_a_seal_is_refused() {
        var files = fixture.maker().seal();
        files.put(SealedOfdMaker.SIGNATURES, SealedOfdMaker.replaced(files.get(SealedOfdMaker.SIGNATURES), "\"Seal\"", "\"Sign\""));
        fixture.assertRefused(files, Rule.SIGNATURE_STRUCTURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"190 280 42 42", "-5 0 42 42", "0 0 0 0", "150 240 42", "NaN 0 42 42"})
    void a_seal_outside_of_its_page_is_found(String boundary) {
        SealedOfdMaker maker = fixture.maker();
        maker.boundary = boundary;
        fixture.assertRefusedOnlyFor(maker.ofd(), Rule.STAMP_PLACEMENT);
    }

    @Test
    void a_seal_on_a_page_that_does_not_exist_is_found() {
        SealedOfdMaker maker = fixture.maker();
        maker.stampPage = "77";
        fixture.assertRefusedOnlyFor(maker.ofd(), Rule.STAMP_PLACEMENT);
    }

    @Test
    void a_seal_that_is_shown_nowhere_is_found() {
        SealedOfdMaker maker = fixture.maker();
        maker.signatureXml = xml -> xml.replaceAll("<ofd:StampAnnot[^>]*>", "");
        fixture.assertRefusedOnlyFor(maker.ofd(), Rule.STAMP_PLACEMENT);
    }

    @Test
    void a_seal_whose_picture_is_none_is_found() {
        SealedOfdMaker maker = fixture.maker();
        maker.picture = "<html>".getBytes();
        fixture.assertRefusedOnlyFor(maker.ofd(), Rule.STAMP_PLACEMENT);
    }

    @Test
    void metadata_that_contradict_the_page_are_found() {
        SealedOfdMaker maker = fixture.maker();
        maker.replace(SealedOfdMaker.CONTENT, "福建某某", "福建某莫");
        fixture.assertRefusedOnlyFor(maker.ofd(), Rule.CONTENT_TEXT);
    }

    @Test
    void a_date_that_contradicts_the_page_is_found() {
        SealedOfdMaker maker = fixture.maker();
        maker.replace(SealedOfdMaker.CONTENT, "2023年03月01日", "2023年03月11日");
        fixture.assertRefusedOnlyFor(maker.ofd(), Rule.CONTENT_TEXT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Doc_0/Attachs/record.json", "Doc_0/Attachs/record.xml"})
    void metadata_that_contradict_the_attached_record_are_found(String path) {
        SealedOfdMaker maker = fixture.maker();
        maker.replace(path, "福建某某", "福建某莫");
        fixture.assertRefusedOnlyFor(maker.ofd(), Rule.CONTENT_ATTACHMENT);
    }

    @Test
    void an_attached_record_that_is_no_json_is_found() {
        SealedOfdMaker maker = fixture.maker();
        maker.put("Doc_0/Attachs/record.json", "{\"certNum\":");
        fixture.assertRefusedOnlyFor(maker.ofd(), Rule.CONTENT_ATTACHMENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Doc_0/Attachs/record.json", "Doc_0/Attachs/record.xml"})
    void a_qr_symbol_that_contradicts_the_attached_record_is_found(String path) {
        SealedOfdMaker maker = fixture.maker();
        maker.replace(path, SealedOfdMaker.CODE, SealedOfdMaker.CODE.replace('0', '1'));
        fixture.assertRefusedOnlyFor(maker.ofd(), Rule.CONTENT_QR);
    }

    @Test
    void a_seal_whose_picture_was_swapped_before_the_holder_signed_is_found() {
        SealedOfdMaker maker = fixture.maker();
        maker.swappedPicture = Arrays.copyOf(SealedOfdMaker.PNG, SealedOfdMaker.PNG.length + 1);
        fixture.assertRefusedOnlyFor(maker.ofd(), Rule.SEAL_MAKER_SIGNATURE);
    }
}
