package cn.zhenglu.seal.ses;

import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;

/**
 * 电子印章, {@code SESeal} (GB/T 38540-2020, 6.1): a picture and its signers, vouched for by a seal maker. This is what
 * an {@code .esl} file holds.
 *
 * @param info      what the maker signs
 * @param maker     制章者证书, DER
 * @param algorithm 签名算法标识, {@link SesSignature#SM2_WITH_SM3}
 * @param signature the maker's signature over the DER of {@code info}: for SM2 the DER sequence of r and s (GB/T 35276)
 */
public record SESeal(SealInfo info, byte[] maker, String algorithm, byte[] signature) implements ASN1Encodable {

    /**
     * Reads a seal file.
     *
     * @throws IllegalArgumentException when it is not a version 4 seal in DER. The encoding must be exact, because the seal
     *         is written again into every signature and the maker's own signature must still hold there
     */
    public static SESeal parse(byte[] der) {
        try {
            SESeal seal = of(ASN1Primitive.fromByteArray(der));
            if (seal.info.header().version() != SealHeader.V4) {
                throw new IllegalArgumentException(
                        "seal of version " + seal.info.header().version() + ", expected " + SealHeader.V4);
            }
            if (!Arrays.equals(seal.encoded(), der)) {
                throw new IllegalArgumentException("the seal is not encoded in DER");
            }
            return seal;
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("not a seal of GB/T 38540-2020: " + e.getMessage(), e);
        }
    }

    static SESeal of(ASN1Encodable encoded) {
        ASN1Sequence seal = Asn1.sequence("SESeal", encoded, 4, 4);
        return new SESeal(
                SealInfo.of(seal.getObjectAt(0)),
                Asn1.octets(seal.getObjectAt(1)),
                ASN1ObjectIdentifier.getInstance(seal.getObjectAt(2)).getId(),
                ASN1BitString.getInstance(seal.getObjectAt(3)).getOctets());
    }

    /** The seal as a file, DER. */
    public byte[] encoded() {
        return Asn1.der(this);
    }

    @Override
    public ASN1Primitive toASN1Primitive() {
        return new DERSequence(new ASN1Encodable[] {
            info, new DEROctetString(maker), new ASN1ObjectIdentifier(algorithm), new DERBitString(signature)});
    }
}
