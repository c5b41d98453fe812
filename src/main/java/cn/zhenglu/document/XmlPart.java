package cn.zhenglu.document;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes one XML file of a package, element by element. A stream rather than ofdrw's object model: the order that the
 * schemas of GB/T 33190 demand is then the order of our lines, and a licence takes a fraction of the time.
 */
final class XmlPart {

    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

    /** Encoded as a whole at the end: the JDK's writer would encode character by character, which took a tenth of composing. */
    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter out;
    private final String prefix;
    private final String namespace;

    private XmlPart(String prefix, String namespace, String root, String... attributes) {
        this.prefix = prefix;
        this.namespace = namespace;
        try {
            out = FACTORY.createXMLStreamWriter(text);
            out.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
            out.writeStartElement(prefix, root, namespace);
            out.writeNamespace(prefix, namespace);
            writeAttributes(attributes);
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A part in the namespace of GB/T 33190 (7.2). */
    static XmlPart ofd(String root, String... attributes) {
        return new XmlPart("ofd", "http://www.ofdspec.org/2016", root, attributes);
    }

    /** A part in a namespace of our own, without prefix. */
    static XmlPart plain(String namespace, String root, String... attributes) {
        return new XmlPart("", namespace, root, attributes);
    }

    /** Begins an element; attributes are names and values by turns, a {@code null} value leaves its attribute out. */
    XmlPart open(String name, String... attributes) {
        try {
            out.writeStartElement(prefix, name, namespace);
            writeAttributes(attributes);
            return this;
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    XmlPart close() {
        try {
            out.writeEndElement();
            return this;
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** An element with text; left out when the text is {@code null}. */
    XmlPart leaf(String name, String text, String... attributes) {
        if (text == null) {
            return this;
        }
        open(name, attributes);
        try {
            out.writeCharacters(text);
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException(impossible);
        }
        return close();
    }

    /** An element without content. */
    XmlPart empty(String name, String... attributes) {
        return open(name, attributes).close();
    }

    /** Ends the part. */
    byte[] bytes() {
        try {
            out.writeEndDocument();
            out.close();
            return text.toString().getBytes(StandardCharsets.UTF_8);
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void writeAttributes(String... attributes) throws XMLStreamException {
        for (int i = 0; i < attributes.length; i += 2) {
            if (attributes[i + 1] != null) {
                out.writeAttribute(attributes[i], attributes[i + 1]);
            }
        }
    }
}
