package cn.zhenglu.peer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Security;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.ofdrw.core.attachment.CT_Attachment;
import org.ofdrw.gm.ses.v1.SES_ESPictrueInfo;
import org.ofdrw.gm.ses.v1.SES_Header;
import org.ofdrw.gm.ses.v1.SES_SignInfo;
import org.ofdrw.gm.ses.v4.CertInfoList;
import org.ofdrw.gm.ses.v4.SES_CertList;
import org.ofdrw.layout.OFDDoc;
import org.ofdrw.layout.element.Paragraph;
import org.ofdrw.reader.ContentExtractor;
import org.ofdrw.reader.OFDReader;
import org.ofdrw.sign.ExtendSignatureContainer;
import org.ofdrw.sign.NumberFormatAtomicSignID;
import org.ofdrw.sign.OFDSigner;
import org.ofdrw.sign.SignMode;
import org.ofdrw.sign.signContainer.SESV1Container;
import org.ofdrw.sign.signContainer.SESV4Container;
import org.ofdrw.sign.stamppos.NormalStampPos;
import org.ofdrw.sign.verify.OFDValidator;
import org.ofdrw.sign.verify.container.SESV1ValidateContainer;
import org.ofdrw.sign.verify.container.SESV4ValidateContainer;

/**
 * ofdrw on its own: run in a process whose class path is {@code target/ofdrw-peer}, see {@link OfdrwProcess}. It makes documents,
 * signs them with ofdrw's own containers and seals, reads them and validates them.
 *
 * <pre>
 * make OUT                    a document with one page of text
 * sign IN OUT VERSION KEYS    adds a seal: VERSION 1 (GM/T 0031-2014) or 4 (GB/T 38540-2020). KEYS is a folder with signer.key and
 *                             maker.key (PKCS#8), signer.cer, maker.cer (X.509) and seal.png; sealed is dated now
 * read IN …                   of each: pages, attachments, seals and texts, a line each
 * validate VERSION IN …       of each: "valid", or the reason why not
 * </pre>
 */
public final class OfdrwPeer {

    private static final ASN1ObjectIdentifier SM2_WITH_SM3 = new ASN1ObjectIdentifier("1.2.156.10197.1.501");
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private OfdrwPeer() {
    }

    public static void main(String[] arguments) throws Exception {
        Security.addProvider(new BouncyCastleProvider());
        switch (arguments[0]) {
            case "make" -> make(Path.of(arguments[1]));
            case "sign" -> sign(Path.of(arguments[1]), Path.of(arguments[2]), arguments[3], Path.of(arguments[4]));
            case "read" -> {
                for (int i = 1; i < arguments.length; i++) {
                    read(Path.of(arguments[i]));
                }
            }
            case "validate" -> {
                for (int i = 2; i < arguments.length; i++) {
                    validate(Path.of(arguments[i]), arguments[1]);
                }
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void make(Path out) throws IOException {
        try (OFDDoc document = new OFDDoc(out)) {
            document.add(new Paragraph("由其他厂商的软件生成的文件。"));
        }
    }

    private static void sign(Path in, Path out, String version, Path keys) throws Exception {
        sign(in, out, version.equals("1") ? older(keys) : current(keys));
    }

    static void sign(Path in, Path out, ExtendSignatureContainer container) throws Exception {
        try (OFDReader reader = new OFDReader(in); OFDSigner signer = new OFDSigner(reader, out, new NumberFormatAtomicSignID())) {
            signer.setSignMode(SignMode.ContinueSign);
            signer.setSignContainer(container);
            signer.addApPos(new NormalStampPos(1, 100, 100, 40, 40));
            signer.exeSign();
        }
    }

    private static void read(Path in) throws Exception {
        try (OFDReader reader = new OFDReader(in)) {
            OUT.println("pages " + reader.getNumberOfPages());
            for (CT_Attachment attachment : reader.getAttachmentList()) {
                OUT.println("attachment " + attachment.getAttachmentName() + " " + Files.size(reader.getAttachmentFile(attachment)));
            }
            reader.getStampAnnots().forEach(stamp -> OUT.println("seal " + stamp.getImgType() + " "
                    + stamp.getStampAnnots().get(0).getBoundary()));
            OUT.println("text " + String.join("", new ContentExtractor(reader).getPageContent(1)));
        }
    }

    private static void validate(Path in, String version) throws Exception {
        try (OFDReader reader = new OFDReader(in); OFDValidator validator = new OFDValidator(reader)) {
            validator.setValidator(version.equals("1") ? new SESV1ValidateContainer() : new SESV4ValidateContainer());
            validator.exeValidate();
            OUT.println("valid");
        } catch (GeneralSecurityException | IOException | RuntimeException invalid) {
            OUT.println(invalid.getClass().getSimpleName() + " " + invalid.getMessage());
        }
    }

    /** With ofdrw's own seal and container of GB/T 38540-2020. */
    static ExtendSignatureContainer current(Path keys) throws Exception {
        X509Certificate signer = certificate(keys.resolve("signer.cer"));
        ASN1OctetString maker = new DEROctetString(Files.readAllBytes(keys.resolve("maker.cer")));
        var property = new org.ofdrw.gm.ses.v4.SES_ESPropertyInfo(new ASN1Integer(BigInteger.ONE), new DERUTF8String("其他厂商的印章"),
                org.ofdrw.gm.ses.v4.SES_ESPropertyInfo.CertListType,
                new SES_CertList(new CertInfoList(new ASN1OctetString[] {new DEROctetString(signer.getEncoded())})),
                new ASN1GeneralizedTime(day(-1)), new ASN1GeneralizedTime(day(-1)), new ASN1GeneralizedTime(day(365)));
        var info = new org.ofdrw.gm.ses.v4.SES_SealInfo().setHeader(header(SES_Header.V4)).setEsID("ofdrw-0004")
                .setProperty(property).setPicture(picture(keys));
        var seal = new org.ofdrw.gm.ses.v4.SESeal().seteSealInfo(info).setCert(maker).setSignAlgID(SM2_WITH_SM3)
                .setSignedValue(signed(keys.resolve("maker.key"), info));
        return new SESV4Container(key(keys.resolve("signer.key")), seal, signer);
    }

    private static ExtendSignatureContainer older(Path keys) throws Exception {
        X509Certificate signer = certificate(keys.resolve("signer.cer"));
        ASN1OctetString maker = new DEROctetString(Files.readAllBytes(keys.resolve("maker.cer")));
        var property = new org.ofdrw.gm.ses.v1.SES_ESPropertyInfo().setType(1).setName("其他厂商的旧版印章")
                .setCertList(new DERSequence(new DEROctetString(signer.getEncoded())))
                .setCreateDate(new ASN1UTCTime(day(-1))).setValidStart(new ASN1UTCTime(day(-1)))
                .setValidEnd(new ASN1UTCTime(day(365)));
        var info = new org.ofdrw.gm.ses.v1.SES_SealInfo().setHeader(header(new ASN1Integer(BigInteger.ONE))).setEsID("ofdrw-0001")
                .setProperty(property).setPicture(picture(keys));
        ASN1EncodableVector toSign = new ASN1EncodableVector(3);
        toSign.add(info);
        toSign.add(maker);
        toSign.add(SM2_WITH_SM3);
        var signature = new SES_SignInfo().setCert(maker).setSignatureAlgorithm(SM2_WITH_SM3)
                .setSignData(signed(keys.resolve("maker.key"), new DERSequence(toSign)));
        return new SESV1Container(key(keys.resolve("signer.key")), new org.ofdrw.gm.ses.v1.SESeal(info, signature), signer);
    }

    private static SES_Header header(ASN1Integer version) {
        return new SES_Header().setVersion(version).setVid("ofdrw");
    }

    private static SES_ESPictrueInfo picture(Path keys) throws IOException {
        return new SES_ESPictrueInfo().setType("PNG").setData(Files.readAllBytes(keys.resolve("seal.png"))).setWidth(40).setHeight(40);
    }

    private static byte[] signed(Path key, ASN1Encodable data) throws Exception {
        Signature signature = Signature.getInstance("SM3withSM2", BouncyCastleProvider.PROVIDER_NAME);
        signature.initSign(key(key));
        signature.update(data.toASN1Primitive().getEncoded("DER"));
        return new DERBitString(signature.sign()).getBytes();
    }

    private static PrivateKey key(Path file) throws Exception {
        return KeyFactory.getInstance("EC", BouncyCastleProvider.PROVIDER_NAME)
                .generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(file)));
    }

    private static X509Certificate certificate(Path file) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509", BouncyCastleProvider.PROVIDER_NAME)
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
    }

    private static Date day(int from) {
        return Date.from(Instant.now().plus(Duration.ofDays(from)));
    }
}
