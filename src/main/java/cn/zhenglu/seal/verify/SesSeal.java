package cn.zhenglu.seal.verify;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1PrintableString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;

/**
 * An electronic seal: SESeal of GB/T 38540-2020, 6.1 (version 4), or of GM/T 0031-2014 (versions 1 to 3).
 *
 * @param encoded     DER of the whole seal
 * @param version     of the structure
 * @param name        name of the seal
 * @param signers     who may sign with it: certificates (DER), or their SM3 digests
 * @param validFrom   start of validity
 * @param validTo     end of validity
 * @param pictureType e.g. PNG
 * @param picture     bytes of the picture
 * @param maker       certificate of the seal's maker, DER
 * @param algorithm   OID of the maker's signature algorithm
 * @param signedBytes what the maker signed
 * @param signature   the maker's signature
 */
record SesSeal(byte[] encoded, int version, String name, List<byte[]> signers, Instant validFrom, Instant validTo,
               String pictureType, byte[] picture, byte[] maker, String algorithm, byte[] signedBytes, byte[] signature) {

    /** The version that GB/T 38540-2020 defines. */
    static final int CURRENT = 4;

    private static final int LISTS_CERTIFICATES = 1;
    private static final int LISTS_DIGESTS = 2;

    static SesSeal parse(ASN1Encodable object) throws Refusal {
        Der seal = Der.sequence(object, "电子印章");
        ASN1Encodable infoObject = seal.any();
        Der info = Der.sequence(infoObject, "印章信息");

        Der header = info.sequence("印章头");
        String id = header.ia5();
        BigInteger version = header.integer();
        header.ia5();
        header.end();
        if (!id.equals("ES")) {
            throw Der.broken("印章头", "的标识不是“ES”");
        }
        if (version.signum() <= 0 || version.compareTo(BigInteger.valueOf(CURRENT)) > 0) {
            throw Der.broken("电子印章", "的版本 " + version + " 不受支持");
        }
        boolean current = version.intValueExact() == CURRENT;
        info.ia5();

        Der property = info.sequence("印章属性");
        property.integer();
        String name = property.utf8();
        List<byte[]> signers = current ? signers(property.integer(), property.sequence("签章人证书列表"))
                : certificates(property.sequence("签章人证书列表"));
        SesTime.parse(property.any(), "印章制作时间");
        Instant from = SesTime.parse(property.any(), "印章有效期起始时间");
        Instant to = SesTime.parse(property.any(), "印章有效期终止时间");
        property.end();

        Der picture = info.sequence("印章图像");
        String pictureType = picture.ia5();
        byte[] pictureData = picture.octets();
        picture.integer();
        picture.integer();
        picture.end();
        extensions(info);

        // GM/T 0031 keeps the maker's part in a structure of its own
        Der sign = current ? seal : seal.sequence("印章签名信息");
        byte[] maker = sign.octets();
        String algorithm = sign.oid();
        byte[] signature = sign.bits();
        sign.end();
        seal.end();
        ASN1Encodable signed = current ? infoObject : new DERSequence(
                new ASN1Encodable[] {infoObject, new DEROctetString(maker), new ASN1ObjectIdentifier(algorithm)});
        return new SesSeal(Der.encoded(object, "电子印章"), version.intValueExact(), name, signers, from, to, pictureType, pictureData,
                maker, algorithm, Der.encoded(signed, "印章信息"), signature);
    }

    private static List<byte[]> signers(BigInteger type, Der list) throws Refusal {
        if (type.equals(BigInteger.valueOf(LISTS_CERTIFICATES))) {
            return certificates(list);
        }
        if (!type.equals(BigInteger.valueOf(LISTS_DIGESTS))) {
            throw Der.broken("签章人证书列表", "的类型 " + type + " 不受支持");
        }
        List<byte[]> digests = new ArrayList<>();
        while (list.hasNext()) {
            Der digest = list.sequence("签章人证书杂凑值");
            if (!(digest.any() instanceof ASN1PrintableString)) {
                throw Der.broken("签章人证书杂凑值", "没有类型");
            }
            digests.add(digest.octets());
            digest.end();
        }
        return digests;
    }

    private static List<byte[]> certificates(Der list) throws Refusal {
        List<byte[]> certificates = new ArrayList<>();
        while (list.hasNext()) {
            certificates.add(list.octets());
        }
        return certificates;
    }

    /** Makers' own data: one SEQUENCE of extensions, tagged or not. What we do not know but must understand is refused. */
    private static void extensions(Der info) throws Refusal {
        ASN1Encodable tagged = info.tagged(0);
        if (tagged == null && !info.hasNext()) {
            return;
        }
        SesExtensions.refuseCritical(tagged == null ? info.any() : tagged);
        info.end();
    }

    /** Whether this seal was made for the holder of this certificate. */
    boolean lists(byte[] certificate) {
        byte[] digest = Sm.digest(certificate);
        return signers.stream().anyMatch(signer -> Arrays.equals(signer, certificate) || Arrays.equals(signer, digest));
    }
}
