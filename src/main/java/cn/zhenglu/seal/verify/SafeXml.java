package cn.zhenglu.seal.verify;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.XMLReader;
import org.xml.sax.ext.DefaultHandler2;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads XML parts that somebody else wrote: no document type declarations, hence no entities, external or not. Always the
 * JDK's own parser, whatever else is on the class path.
 */
final class SafeXml {

    /** Thrown out of the parser at the first character of a document type declaration. */
    private static final class Doctype extends SAXException {

        private static final long serialVersionUID = 1L;
    }

    private static final class TooDeep extends SAXException {

        private static final long serialVersionUID = 1L;
    }

    /** Making a parser takes longer than reading a small part. One parser reads one part at a time. */
    private static final ThreadLocal<XMLReader> READERS = ThreadLocal.withInitial(SafeXml::reader);
    private static final ThreadLocal<DocumentBuilder> BUILDERS = ThreadLocal.withInitial(SafeXml::builder);

    private SafeXml() {
    }

    /** Reads a part to its end without keeping anything of it; refuses what no later step should meet. */
    static void scan(String path, byte[] xml, Limits limits) throws Refusal {
        read(path, xml, limits, new DefaultHandler());
    }

    /** Reads a part of any size as a stream of events. */
    static void read(String path, byte[] xml, Limits limits, DefaultHandler handler) throws Refusal {
        try {
            XMLReader reader = READERS.get();
            Guard guard = new Guard(handler, limits.xmlDepth());
            reader.setContentHandler(guard);
            reader.setErrorHandler(guard);
            reader.setEntityResolver(guard);
            reader.setProperty("http://xml.org/sax/properties/lexical-handler", guard);
            reader.parse(new InputSource(new ByteArrayInputStream(xml)));
        } catch (Doctype e) {
            throw new Refusal(Rule.XML_DOCTYPE, "“" + path + "”含有文档类型声明（DOCTYPE），可借以引入外部实体，不予接受。", e);
        } catch (TooDeep e) {
            throw new Refusal(Rule.XML_TOO_LARGE, "“" + path + "”的元素嵌套超过 " + limits.xmlDepth() + " 层。", e);
        } catch (SAXException | IOException e) {
            throw new Refusal(Rule.XML_MALFORMED, "“" + path + "”不是格式正确的 XML。", e);
        }
    }

    private static XMLReader reader() {
        try {
            SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
            factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            return factory.newSAXParser().getXMLReader();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException("the JDK's XML parser lacks a safety feature", e);
        }
    }

    private static DocumentBuilder builder() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setExpandEntityReferences(false);
            return factory.newDocumentBuilder();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the JDK's XML parser lacks a safety feature", e);
        }
    }

    /** The root element of a part that is small enough to be held as a tree. */
    static Element tree(String path, byte[] xml, Limits limits) throws Refusal {
        if (xml.length > limits.xmlBytes()) {
            throw new Refusal(Rule.XML_TOO_LARGE, "“" + path + "”有 " + xml.length + " 字节，超过 " + limits.xmlBytes() + " 字节的限制。");
        }
        scan(path, xml, limits);
        try {
            DocumentBuilder builder = BUILDERS.get();
            builder.setErrorHandler(null);
            return builder.parse(new ByteArrayInputStream(xml)).getDocumentElement();
        } catch (SAXException | IOException e) {
            throw new Refusal(Rule.XML_MALFORMED, "“" + path + "”不是格式正确的 XML。", e);
        }
    }

    /** Child elements of this local name, in order. Namespaces are not told apart: makers differ in them. */
    static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getLocalName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }

    /** The only child of this name, or {@code null} when there is none; two are refused, for readers would choose differently. */
    static Element child(Element parent, String name, Rule rule) throws Refusal {
        List<Element> found = children(parent, name);
        if (found.size() > 1) {
            throw new Refusal(rule, "元素 " + parent.getLocalName() + " 下有 " + found.size() + " 个 " + name + "，至多应有一个。");
        }
        return found.isEmpty() ? null : found.get(0);
    }

    /** The only child of this name. */
    static Element required(Element parent, String name, Rule rule) throws Refusal {
        Element found = child(parent, name, rule);
        if (found == null) {
            throw new Refusal(rule, "元素 " + parent.getLocalName() + " 下缺少 " + name + "。");
        }
        return found;
    }

    /** The text of an element without surrounding white space; empty for {@code null}. */
    static String text(Element element) {
        return element == null ? "" : element.getTextContent().strip();
    }

    /** Passes events on, and stops at what is not allowed. */
    private static final class Guard extends DefaultHandler2 {

        private final DefaultHandler handler;
        private final int maxDepth;
        private int depth;

        Guard(DefaultHandler handler, int maxDepth) {
            this.handler = handler;
            this.maxDepth = maxDepth;
        }

        @Override
        public void startDTD(String name, String publicId, String systemId) throws SAXException {
            throw new Doctype();
        }

        @Override
        public InputSource resolveEntity(String name, String publicId, String baseUri, String systemId) throws SAXException {
            throw new Doctype();
        }

        @Override
        public void startElement(String uri, String localName, String qName, Attributes attributes) throws SAXException {
            if (++depth > maxDepth) {
                throw new TooDeep();
            }
            handler.startElement(uri, localName, qName, attributes);
        }

        @Override
        public void endElement(String uri, String localName, String qName) throws SAXException {
            depth--;
            handler.endElement(uri, localName, qName);
        }

        @Override
        public void characters(char[] text, int start, int length) throws SAXException {
            handler.characters(text, start, length);
        }

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
