package cn.zhenglu.seal.ses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;

/** What is written is read again the same, whatever it holds. */
class SesProperties {

    @Property(tries = 100)
    void a_seal_is_read_as_it_was_written(@ForAll("seals") SESeal seal) {
        SESeal read = SESeal.parse(seal.encoded());
        assertThat(read).usingRecursiveComparison()
                .withEqualsForFieldsMatchingRegexes(Objects::equals, ".*extensions").isEqualTo(seal);
        assertThat(read.encoded()).isEqualTo(seal.encoded());
    }

    @Property(tries = 100)
    void a_signature_is_read_as_it_was_written(@ForAll("signatures") SesSignature signature) {
        SesSignature read = SesSignature.parse(signature.encoded());
        assertThat(read).usingRecursiveComparison()
                .withEqualsForFieldsMatchingRegexes(Objects::equals, ".*extensions").isEqualTo(signature);
        assertThat(read.encoded()).isEqualTo(signature.encoded());
    }

    @Property(tries = 100)
    void a_seal_cut_short_is_refused(@ForAll("seals") SESeal seal, @ForAll double where) {
        byte[] whole = seal.encoded();
        int length = (int) (Math.abs(where % 1) * whole.length);
        assertThatThrownBy(() -> SESeal.parse(Arrays.copyOf(whole, length))).isInstanceOf(IllegalArgumentException.class);
    }

    @Provide
    Arbitrary<SESeal> seals() {
        return Combinators.combine(infos(), bytes(), bytes())
                .as((info, maker, signature) -> new SESeal(info, maker, SesSignature.SM2_WITH_SM3, signature));
    }

    @Provide
    Arbitrary<SesSignature> signatures() {
        return Combinators.combine(seals(), times(), bytes(), ascii(), extensions(), bytes(), bytes(), bytes().injectNull(0.5))
                .as((seal, time, hash, path, extensions, certificate, signature, timestamp) -> new SesSignature(
                        new TbsSign(SealHeader.V4, seal, time, hash, path, extensions == null ? null
                                : new DERTaggedObject(true, 0, extensions)),
                        certificate, SesSignature.SM2_WITH_SM3, signature, timestamp));
    }

    private static Arbitrary<SealInfo> infos() {
        Arbitrary<SealPicture> pictures = Combinators
                .combine(ascii(), bytes(), Arbitraries.integers(), Arbitraries.integers()).as(SealPicture::new);
        return Combinators.combine(ascii(), ascii(), properties(), pictures, extensions())
                .as((vendor, id, property, picture, extensions) ->
                        new SealInfo(SealHeader.v4(vendor), id, property, picture, extensions));
    }

    private static Arbitrary<SealProperty> properties() {
        Arbitrary<CertList> certificates = bytes().list().map(CertList.Certificates::new);
        Arbitrary<CertList> digests = Combinators.combine(Arbitraries.strings().alpha(), bytes())
                .as(CertList.CertDigest::new)
                .list().map(CertList.Digests::new);
        return Combinators.combine(Arbitraries.integers(), Arbitraries.strings(), Arbitraries.oneOf(certificates, digests),
                times(), times(), times()).as(SealProperty::new);
    }

    /** ExtensionDatas: any number of identifier and value. */
    private static Arbitrary<ASN1Primitive> extensions() {
        return bytes().map(value -> (ASN1Primitive) new DERSequence(new DERSequence(
                new ASN1ObjectIdentifier("1.2.3"), new DEROctetString(value)))).injectNull(0.5);
    }

    private static Arbitrary<Instant> times() {
        long first = Instant.parse("1950-01-01T00:00:00Z").getEpochSecond();
        long last = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
        return Arbitraries.longs().between(first, last).map(Instant::ofEpochSecond);
    }

    private static Arbitrary<byte[]> bytes() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
    }

    private static Arbitrary<String> ascii() {
        return Arbitraries.strings().ascii().ofMaxLength(60);
    }
}
