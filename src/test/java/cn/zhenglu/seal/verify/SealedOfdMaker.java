package cn.zhenglu.seal.verify;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.DERUTF8String;

/**
 * Makes sealed licences for the tests of the verifier, right ones and wrong ones: each setting turns one screw. Shares no code with
 * the real composer and sealer.
 */
final class SealedOfdMaker {

    static final String SM2 = "1.2.156.10197.1.501";
    static final String SM3 = "1.2.156.10197.1.401";
    static final Instant SIGNED = Instant.parse("2026-03-01T02:00:00Z");
    static final String CONTENT = "Doc_0/Pages/Page_0/Content.xml";
    static final String SIGNATURES = "Doc_0/Signs/Signatures.xml";
    static final String SIGNATURE = "Doc_0/Signs/Sign_0/Signature.xml";
    static final String SIGNED_VALUE = "Doc_0/Signs/Sign_0/SignedValue.dat";
    static final String SEAL_FILE = "Doc_0/Signs/Sign_0/Seal.esl";
    static final String CODE = "0A1B2C3D4E5F60718293A4B5C6D7E8F9".repeat(6);
    /** The smallest picture: one pixel. */
    static final byte[] PNG = Base64.getDecoder().decode(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==");

    private static final String NS = "xmlns:ofd=\"http://www.ofdspec.org/2016\"";
    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    final Map<String, byte[]> files = new LinkedHashMap<>();
    TestAuthority.Identity signer;
    TestAuthority.Identity maker;
    List<byte[]> listed;
    boolean listDigests;
    boolean older;
    Instant time = SIGNED;
    Instant sealFrom = TestAuthority.FROM;
    Instant sealTo = TestAuthority.TO;
    String signatureMethod = SM2;
    String checkMethod = SM3;
    String digestName = "SM3";
    String sealAlgorithm = SM2;
    String sesAlgorithm = SM2;
    String propertyInfo = "/" + SIGNATURE;
    byte[] picture = PNG;
    /** Shown in place of the picture that the seal's maker signed; {@code null} for none. */
    byte[] swappedPicture;
    String pictureType = "PNG";
    String stampPage = "1";
    String boundary = "150 240 42 42";
    boolean sealFile = true;
    Predicate<String> covers = path -> true;
    UnaryOperator<byte[]> makerSignature = UnaryOperator.identity();
    UnaryOperator<byte[]> signature = UnaryOperator.identity();
    UnaryOperator<String> signatureXml = UnaryOperator.identity();
    UnaryOperator<byte[]> timestamp = signature -> null;
    String extraReference = "";
    private DERSequence seal;

    SealedOfdMaker(TestAuthority.Identity maker, TestAuthority.Identity signer) {
        this.maker = maker;
        this.signer = signer;
        this.listed = List.of(signer.der());
        licence("（闽）JZ安许证字[2023]000001", "福建某某建设工程有限公司");
    }

    /** The files of an unsealed licence. */
    void licence(String certNum, String holder) {
        String identifier = "1.2.156.3005.2.11100000000013338W050.11350000003591037R.2023000001.001.X";
        put("OFD.xml", """
                <ofd:OFD %s Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>0123456789abcdef0123456789abcdef</ofd:DocID>\
                <ofd:CustomDatas><ofd:CustomData Name="证照编号">%s</ofd:CustomData><ofd:CustomData Name="证照标识">%s</ofd:CustomData>\
                <ofd:CustomData Name="颁发日期">2023-03-01</ofd:CustomData>\
                <ofd:CustomData Name="持证主体名称">%s</ofd:CustomData></ofd:CustomDatas></ofd:DocInfo>\
                <ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot><ofd:Signatures>/%s</ofd:Signatures></ofd:DocBody></ofd:OFD>
                """.formatted(NS, certNum, identifier, holder, SIGNATURES));
        put("Doc_0/Document.xml", """
                <ofd:Document %s><ofd:CommonData><ofd:MaxUnitID>9</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>\
                </ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData>\
                <ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>\
                <ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments></ofd:Document>
                """.formatted(NS));
        put("Doc_0/PublicRes.xml", "<ofd:Res %s BaseLoc=\"Res\"><ofd:Fonts/></ofd:Res>".formatted(NS));
        put("Doc_0/Res/logo.png", PNG);
        put(CONTENT, """
                <ofd:Page %s><ofd:Content><ofd:Layer ID="2"><ofd:TextObject ID="3" Boundary="20 20 90 8" Font="9" Size="5">\
                <ofd:TextCode X="0" Y="5">%s</ofd:TextCode></ofd:TextObject><ofd:TextObject ID="4" Boundary="20 30 90 8" Font="9" Size="5">\
                <ofd:TextCode X="0" Y="5">%s</ofd:TextCode><ofd:TextCode X="0" Y="9">2023年03月01日 %s</ofd:TextCode></ofd:TextObject>\
                %s</ofd:Layer></ofd:Content></ofd:Page>
                """.formatted(NS, certNum, holder, identifier, qr(CODE)));
        put("Doc_0/Attachs/Attachments.xml", """
                <ofd:Attachments %s><ofd:Attachment ID="7" Name="record" Format="json"><ofd:FileLoc>record.json</ofd:FileLoc></ofd:Attachment>\
                <ofd:Attachment ID="8" Name="record" Format="xml"><ofd:FileLoc>record.xml</ofd:FileLoc></ofd:Attachment></ofd:Attachments>
                """.formatted(NS));
        put("Doc_0/Attachs/record.json", """
                {"certNum":"%s","zzeCertID":"%s","companyName":"%s","issuDate":"2023-03-01","assignedCode":"%s"}
                """.formatted(certNum, identifier, holder, CODE));
        put("Doc_0/Attachs/record.xml", """
                <record><certNum>%s</certNum><zzeCertID>%s</zzeCertID><companyName>%s</companyName><issuDate>2023-03-01</issuDate>\
                <assignedCode>%s</assignedCode></record>
                """.formatted(certNum, identifier, holder, CODE));
    }

    void put(String path, String xml) {
        put(path, ((path.endsWith(".xml") ? HEAD : "") + xml).getBytes(StandardCharsets.UTF_8));
    }

    void put(String path, byte[] content) {
        files.put(path, content);
    }

    void replace(String path, String old, String with) {
        files.put(path, replaced(files.get(path), old, with));
    }

    static byte[] replaced(byte[] content, String old, String with) {
        String text = new String(content, StandardCharsets.UTF_8);
        if (!text.contains(old)) {
            throw new IllegalArgumentException("nothing to replace: " + old);
        }
        return text.replace(old, with).getBytes(StandardCharsets.UTF_8);
    }

    /** A QR symbol of 30 mm, a square a module. */
    static String qr(String text) {
        try {
            ByteMatrix modules = Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix();
            StringBuilder path = new StringBuilder();
            for (int y = 0; y < modules.getHeight(); y++) {
                for (int x = 0; x < modules.getWidth(); x++) {
                    if (modules.get(x, y) == 1) {
                        path.append("M %d %d L %d %d L %d %d L %d %d C ".formatted(x, y, x + 1, y, x + 1, y + 1, x, y + 1));
                    }
                }
            }
            return "<ofd:PathObject ID=\"6\" Boundary=\"20 200 30 30\" CTM=\"%1$s 0 0 %1$s 0 0\" Fill=\"true\"><ofd:AbbreviatedData>%2$s"
                    .formatted(30.0 / modules.getWidth(), path) + "</ofd:AbbreviatedData></ofd:PathObject>";
        } catch (WriterException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The files with the seal on them, to be tampered with. */
    Map<String, byte[]> seal() {
        Map<String, byte[]> sealed = new LinkedHashMap<>(files);
        seal = null; // settings may have changed since the last one
        byte[] xml = signatureXml.apply(HEAD + signatureXml(sealed)).getBytes(StandardCharsets.UTF_8);
        sealed.put(SIGNATURES, (HEAD + "<ofd:Signatures %s><ofd:MaxSignId>1</ofd:MaxSignId><ofd:Signature ID=\"s1\" Type=\"Seal\" "
                .formatted(NS) + "BaseLoc=\"Sign_0/Signature.xml\"/></ofd:Signatures>").getBytes(StandardCharsets.UTF_8));
        sealed.put(SIGNATURE, xml);
        sealed.put(SIGNED_VALUE, signedValue(xml));
        if (sealFile) {
            sealed.put(SEAL_FILE, sealData());
        }
        return sealed;
    }

    /** The sealed package. */
    byte[] ofd() {
        return zip(seal());
    }

    private String signatureXml(Map<String, byte[]> sealed) {
        StringBuilder references = new StringBuilder();
        sealed.forEach((path, content) -> {
            if (covers.test(path)) {
                references.append("<ofd:Reference FileRef=\"/%s\"><ofd:CheckValue>%s</ofd:CheckValue></ofd:Reference>"
                        .formatted(path, Base64.getEncoder().encodeToString(digest(digestName, content))));
            }
        });
        return """
                <ofd:Signature %s><ofd:SignedInfo><ofd:Provider ProviderName="test" Version="1" Company="test"/>\
                <ofd:SignatureMethod>%s</ofd:SignatureMethod><ofd:SignatureDateTime>20260301020000Z</ofd:SignatureDateTime>\
                <ofd:References CheckMethod="%s">%s</ofd:References>\
                <ofd:StampAnnot ID="st1" PageRef="%s" Boundary="%s"/>%s</ofd:SignedInfo>\
                <ofd:SignedValue>SignedValue.dat</ofd:SignedValue></ofd:Signature>
                """.formatted(NS, signatureMethod, checkMethod, references + extraReference, stampPage, boundary,
                sealFile ? "<ofd:Seal><ofd:BaseLoc>Seal.esl</ofd:BaseLoc></ofd:Seal>" : "");
    }

    private DERSequence currentSeal() {
        DERSequence list = sequence(listed.stream().map(der -> listDigests
                ? sequence(new DERPrintableString("SM3"), new DEROctetString(digest("SM3", der)))
                : new DEROctetString(der)).toArray(ASN1Encodable[]::new));
        DERSequence property = sequence(new ASN1Integer(1), new DERUTF8String("行政审批专用章(01)"), new ASN1Integer(listDigests ? 2 : 1), list,
                generalized(sealFrom), generalized(sealFrom), generalized(sealTo));
        byte[] made = makerSignature.apply(sign(maker, der(info(4, property, picture))));
        return sequence(info(4, property, swappedPicture == null ? picture : swappedPicture), new DEROctetString(maker.der()),
                new ASN1ObjectIdentifier(sealAlgorithm), new DERBitString(made));
    }

    private DERSequence olderSeal() {
        DERSequence list = sequence(listed.stream().map(DEROctetString::new).toArray(ASN1Encodable[]::new));
        DERSequence property = sequence(new ASN1Integer(1), new DERUTF8String("行政审批专用章(01)"), list,
                utc(sealFrom), utc(sealFrom), utc(sealTo));
        DERSequence info = info(3, property, picture);
        DEROctetString certificate = new DEROctetString(maker.der());
        ASN1ObjectIdentifier algorithm = new ASN1ObjectIdentifier(sealAlgorithm);
        byte[] value = makerSignature.apply(sign(maker, der(sequence(info, certificate, algorithm))));
        return sequence(info, sequence(certificate, algorithm, new DERBitString(value)));
    }

    private DERSequence info(int version, DERSequence property, byte[] shownPicture) {
        DERSequence header = sequence(new DERIA5String("ES"), new ASN1Integer(version), new DERIA5String("test"));
        DERSequence shown = sequence(new DERIA5String(pictureType), new DEROctetString(shownPicture), new ASN1Integer(42), new ASN1Integer(42));
        return sequence(header, new DERIA5String("350100000001"), property, shown);
    }

    /** The seal, SESeal. */
    byte[] sealData() {
        if (seal == null) {
            seal = older ? olderSeal() : currentSeal();
        }
        return der(seal);
    }

    /** SES_Signature over a Signature.xml. */
    byte[] signedValue(byte[] signatureXml) {
        sealData();
        byte[] dataHash = digest("SM3", signatureXml);
        if (older) {
            DERSequence tbs = sequence(new ASN1Integer(3), seal, new DERBitString(der(utc(time))), new DERBitString(dataHash),
                    new DERIA5String(propertyInfo), new DEROctetString(signer.der()), new ASN1ObjectIdentifier(sesAlgorithm));
            return der(sequence(tbs, new DERBitString(signature.apply(sign(signer, der(tbs))))));
        }
        DERSequence tbs = sequence(new ASN1Integer(4), seal, generalized(time), new DERBitString(dataHash), new DERIA5String(propertyInfo));
        byte[] value = signature.apply(sign(signer, der(tbs)));
        List<ASN1Encodable> parts = new ArrayList<>(Arrays.asList(tbs, new DEROctetString(signer.der()),
                new ASN1ObjectIdentifier(sesAlgorithm), new DERBitString(value)));
        byte[] token = timestamp.apply(value);
        if (token != null) {
            parts.add(new DERTaggedObject(true, 0, new DERBitString(token)));
        }
        return der(sequence(parts.toArray(ASN1Encodable[]::new)));
    }

    static DERSequence sequence(ASN1Encodable... elements) {
        return new DERSequence(elements);
    }

    private static DERGeneralizedTime generalized(Instant time) {
        return new DERGeneralizedTime(Date.from(time));
    }

    private static DERUTCTime utc(Instant time) {
        return new DERUTCTime(Date.from(time));
    }

    static byte[] der(ASN1Encodable object) {
        try {
            return object.toASN1Primitive().getEncoded("DER");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] sign(TestAuthority.Identity who, byte[] data) {
        try {
            boolean rsa = who.keys().getPrivate().getAlgorithm().equals("RSA");
            Signature signature = Signature.getInstance(rsa ? "SHA256withRSA" : "SM3withSM2", TestAuthority.BC);
            signature.initSign(who.keys().getPrivate());
            signature.update(data);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] digest(String algorithm, byte[] data) {
        try {
            return MessageDigest.getInstance(algorithm, TestAuthority.BC).digest(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An ordinary zip of these files. */
    static byte[] zip(Map<String, byte[]> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
