package cn.zhenglu.document;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;

/** Packages that bear a seal picture as GB/T 38540 places it. Their signatures are empty: drawing does not verify. */
final class SealedSample {

    static final Color RED = new Color(0xD0, 0x10, 0x20);

    private SealedSample() {
    }

    /** Inserts a signature with this box, mm. */
    static byte[] seal(byte[] ofd, String pageId, String boundary, byte[] signedValue) throws IOException {
        Map<String, byte[]> files = unzip(ofd);
        files.put("OFD.xml", text(files.get("OFD.xml")).replace("</ofd:DocRoot>",
                "</ofd:DocRoot><ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures>").getBytes(StandardCharsets.UTF_8));
        files.put("Doc_0/Signs/Signatures.xml", """
                <ofd:Signatures xmlns:ofd="http://www.ofdspec.org/2016"><ofd:MaxSignId>s1</ofd:MaxSignId>
                <ofd:Signature ID="s1" Type="Seal" BaseLoc="Sign_0/Signature.xml"/></ofd:Signatures>
                """.getBytes(StandardCharsets.UTF_8));
        files.put("Doc_0/Signs/Sign_0/Signature.xml", """
                <ofd:Signature xmlns:ofd="http://www.ofdspec.org/2016"><ofd:SignedInfo>
                <ofd:StampAnnot ID="a1" PageRef="%s" Boundary="%s"/></ofd:SignedInfo>
                <ofd:SignedValue>SignedValue.dat</ofd:SignedValue></ofd:Signature>
                """.formatted(pageId, boundary).getBytes(StandardCharsets.UTF_8));
        files.put("Doc_0/Signs/Sign_0/SignedValue.dat", signedValue);
        return zip(files);
    }

    static String pageId(byte[] ofd) throws IOException {
        String document = text(unzip(ofd).get("Doc_0/Document.xml"));
        return document.replaceAll("(?s).*<ofd:Page ID=\"(\\d+)\".*", "$1");
    }

    /**
     * SES_Signature with a round red picture; version 4 (GB/T 38540-2020) or 1 (GM/T 0031-2014, the seal's parts
     * nested alike).
     */
    static byte[] signedValue(int version) throws IOException {
        ASN1Encodable picture = sequence(new DERIA5String("PNG"), new DEROctetString(picture()), new ASN1Integer(42), new ASN1Integer(42));
        ASN1Encodable information = sequence(sequence(new DERIA5String("ES"), new ASN1Integer(version), new DERIA5String("test")),
                new DERIA5String("seal-1"), sequence(new ASN1Integer(3), new DERUTF8String("专用章")), picture);
        ASN1Encodable seal = version >= 4
                ? sequence(information, new DEROctetString(new byte[1]), new DERIA5String("oid"), new DEROctetString(new byte[1]))
                : sequence(information, sequence(new DEROctetString(new byte[1])));
        ASN1Encodable signed = sequence(new ASN1Integer(version), seal, new DERIA5String("time"), new DEROctetString(new byte[32]),
                new DERIA5String("/Doc_0/Signs/Sign_0/Signature.xml"));
        return new DERSequence(new ASN1Encodable[] {signed, new DEROctetString(new byte[1])}).getEncoded("DER");
    }

    static Map<String, byte[]> unzip(byte[] ofd) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new java.io.ByteArrayInputStream(ofd))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        return files;
    }

    static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return bytes.toByteArray();
    }

    static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static byte[] picture() throws IOException {
        BufferedImage image = new BufferedImage(420, 420, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(RED);
        graphics.setStroke(new BasicStroke(14));
        graphics.drawOval(10, 10, 400, 400);
        graphics.fillOval(170, 170, 80, 80);
        graphics.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return png.toByteArray();
    }

    private static DERSequence sequence(ASN1Encodable... elements) {
        return new DERSequence(elements);
    }
}
