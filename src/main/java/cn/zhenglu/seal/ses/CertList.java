package cn.zhenglu.seal.ses;

import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1PrintableString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;

/**
 * 签章者证书信息列表, {@code SES_CertList} (GB/T 38540-2020, 6.1): the certificates that may sign with a seal, whole or
 * as digests.
 */
public sealed interface CertList extends ASN1Encodable {

    /** {@code certListType}: 1 for certificates, 2 for digests. */
    int type();

    /**
     * {@code CertInfoList}.
     *
     * @param der each certificate, DER (GB/T 20518)
     */
    record Certificates(List<byte[]> der) implements CertList {

        public Certificates {
            der = List.copyOf(der);
        }

        @Override
        public int type() {
            return 1;
        }

        @Override
        public ASN1Primitive toASN1Primitive() {
            return new DERSequence(der.stream().map(DEROctetString::new).toArray(ASN1Encodable[]::new));
        }
    }

    /**
     * {@code CertDigestList}.
     *
     * @param entries one a certificate
     */
    record Digests(List<CertDigest> entries) implements CertList {

        public Digests {
            entries = List.copyOf(entries);
        }

        @Override
        public int type() {
            return 2;
        }

        @Override
        public ASN1Primitive toASN1Primitive() {
            return new DERSequence(entries.toArray(ASN1Encodable[]::new));
        }
    }

    /**
     * {@code CertDigestObj}.
     *
     * @param kind  the maker's own name for the kind of digest, printable ASCII
     * @param value the digest of the certificate's DER
     */
    record CertDigest(String kind, byte[] value) implements ASN1Encodable {

        static CertDigest of(ASN1Encodable encoded) {
            ASN1Sequence digest = Asn1.sequence("CertDigestObj", encoded, 2, 2);
            return new CertDigest(ASN1PrintableString.getInstance(digest.getObjectAt(0)).getString(),
                    Asn1.octets(digest.getObjectAt(1)));
        }

        @Override
        public ASN1Primitive toASN1Primitive() {
            return new DERSequence(new DERPrintableString(kind, true), new DEROctetString(value));
        }
    }

    /** The CHOICE has no tag of its own: the type that stands before it in the property tells the two apart. */
    static CertList of(int type, ASN1Encodable encoded) {
        List<ASN1Encodable> elements = List.of(ASN1Sequence.getInstance(encoded).toArray());
        return switch (type) {
            case 1 -> new Certificates(elements.stream().map(Asn1::octets).toList());
            case 2 -> new Digests(elements.stream().map(CertDigest::of).toList());
            default -> throw new IllegalArgumentException("certListType " + type + " is neither 1 nor 2");
        };
    }
}
