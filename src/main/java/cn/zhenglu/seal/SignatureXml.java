package cn.zhenglu.seal;

import cn.zhenglu.licence.SealPlacement;
import cn.zhenglu.seal.ses.SesSignature;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes Signatures.xml and Signature.xml in the element order of GB/T 33190, clause 18. */
final class SignatureXml {

    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

    /** The same text as the GeneralizedTime in the signature, so that the two can be compared. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    /** Signatures and their appearances are numbered together, as sNNN: an xs:ID must not begin with a digit. */
    private static final String SIGNATURE_ID = "s001";
    private static final String STAMP_ID = "s002";

    private SignatureXml() {
    }

    /**
     * What Signature.xml says. All paths are absolute within the package.
     *
     * @param time        of signing
     * @param digests     SM3 by path of each file covered, in order
     * @param pageId      ID of the page that bears the seal
     * @param placement   of the seal on that page
     * @param seal        path of Seal.esl
     * @param signedValue path of SignedValue.dat
     */
    record Content(Instant time, Map<String, byte[]> digests, String pageId, SealPlacement placement,
            String seal, String signedValue) {
    }

    /** The list of signatures, with this one only. */
    static byte[] signatures(String signatureXml) {
        return document("Signatures", xml -> {
            text(xml, "MaxSignId", STAMP_ID);
            xml.writeEmptyElement("ofd", "Signature", OfdPackage.NAMESPACE);
            xml.writeAttribute("ID", SIGNATURE_ID);
            xml.writeAttribute("Type", "Seal");
            xml.writeAttribute("BaseLoc", signatureXml);
        });
    }

    static byte[] signature(Content content) {
        return document("Signature", xml -> {
            start(xml, "SignedInfo");
            xml.writeEmptyElement("ofd", "Provider", OfdPackage.NAMESPACE);
            xml.writeAttribute("ProviderName", "Zhenglu");
            text(xml, "SignatureMethod", SesSignature.SM2_WITH_SM3);
            text(xml, "SignatureDateTime", TIME.format(content.time()));
            references(xml, content.digests());
            xml.writeEmptyElement("ofd", "StampAnnot", OfdPackage.NAMESPACE);
            xml.writeAttribute("ID", STAMP_ID);
            xml.writeAttribute("PageRef", content.pageId());
            xml.writeAttribute("Boundary", boundary(content.placement()));
            start(xml, "Seal");
            text(xml, "BaseLoc", content.seal());
            xml.writeEndElement();
            xml.writeEndElement();
            text(xml, "SignedValue", content.signedValue());
        });
    }

    private static void references(XMLStreamWriter xml, Map<String, byte[]> digests) throws XMLStreamException {
        start(xml, "References");
        xml.writeAttribute("CheckMethod", Sm3.OID);
        for (Map.Entry<String, byte[]> file : digests.entrySet()) {
            start(xml, "Reference");
            xml.writeAttribute("FileRef", file.getKey());
            text(xml, "CheckValue", Base64.getEncoder().encodeToString(file.getValue()));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    /** ST_Box: millimetres, blank between, no exponent. */
    private static String boundary(SealPlacement placement) {
        return Stream.of(placement.x(), placement.y(), placement.width(), placement.height())
                .map(millimetres -> BigDecimal.valueOf(millimetres).stripTrailingZeros().toPlainString())
                .collect(Collectors.joining(" "));
    }

    private static void start(XMLStreamWriter xml, String name) throws XMLStreamException {
        xml.writeStartElement("ofd", name, OfdPackage.NAMESPACE);
    }

    private static void text(XMLStreamWriter xml, String name, String content) throws XMLStreamException {
        start(xml, name);
        xml.writeCharacters(content);
        xml.writeEndElement();
    }

    private static byte[] document(String root, Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        try {
            XMLStreamWriter xml = FACTORY.createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
            xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
            start(xml, root);
            xml.writeNamespace("ofd", OfdPackage.NAMESPACE);
            body.write(xml);
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("XML in memory", e);
        }
        return bytes.toByteArray();
    }

    /** The children of a root element. */
    @FunctionalInterface
    private interface Body {
        void write(XMLStreamWriter xml) throws XMLStreamException;
    }
}
