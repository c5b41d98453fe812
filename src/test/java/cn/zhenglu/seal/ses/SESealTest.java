package cn.zhenglu.seal.ses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OutputStream;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.BERSequence;
import org.junit.jupiter.api.Test;

class SESealTest {

    private static final Instant NEW_YEAR = Instant.parse("2024-01-01T00:00:00Z");
    private static final SESeal SEAL = seal(SealHeader.V4);

    /** Worked out by hand from the ASN.1 of the standard, so that a mistake in both directions is found. */
    @Test
    void is_encoded_as_the_standard_has_it() {
        String time = "180f" + "32303234303130313030303030305a";
        assertThat(HexFormat.of().formatHex(SEAL.encoded())).isEqualTo(String.join("",
                "3079",
                "3066",
                "300b", "16024553", "020104", "16025643",
                "16026964",
                "3043", "020101", "0c03e7aba0", "020101", "3003", "040143", time, time, time,
                "300e", "1603504e47", "040150", "02012a", "02012a",
                "04014d",
                "06082a811ccf55018375",
                "03020053"));
    }

    @Test
    void of_another_version_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> SESeal.parse(seal(5).encoded()))
                .withMessageContaining("version 5");
    }

    @Test
    void in_ber_is_refused_because_its_signature_would_not_survive() throws Exception {
        ASN1Encodable[] elements = ASN1Sequence.getInstance(SEAL.toASN1Primitive()).toArray();
        ByteArrayOutputStream ber = new ByteArrayOutputStream();
        ASN1OutputStream.create(ber).writeObject(new BERSequence(elements));
        assertThat(ASN1Primitive.fromByteArray(ber.toByteArray())).isEqualTo(SEAL.toASN1Primitive());
        assertThatIllegalArgumentException().isThrownBy(() -> SESeal.parse(ber.toByteArray()))
                .withMessageContaining("not encoded in DER");
    }

    @Test
    void followed_by_other_bytes_is_refused() {
        byte[] longer = Arrays.copyOf(SEAL.encoded(), SEAL.encoded().length + 1);
        assertThatIllegalArgumentException().isThrownBy(() -> SESeal.parse(longer));
    }

    private static SESeal seal(int version) {
        SealProperty property = new SealProperty(1, "章", new CertList.Certificates(List.of(new byte[] {'C'})),
                NEW_YEAR, NEW_YEAR, NEW_YEAR);
        SealInfo info = new SealInfo(new SealHeader("ES", version, "VC"), "id", property,
                new SealPicture("PNG", new byte[] {'P'}, 42, 42), null);
        return new SESeal(info, new byte[] {'M'}, SesSignature.SM2_WITH_SM3, new byte[] {'S'});
    }
}
