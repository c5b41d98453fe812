package cn.zhenglu.seal;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * An unsealed OFD package in memory, as our composer makes it: one document, no signature. Whatever else it is given it
 * refuses with {@link IllegalArgumentException}.
 */
final class OfdPackage implements Closeable {

    static final String NAMESPACE = "http://www.ofdspec.org/2016";

    /** The package's main entry. */
    static final String MAIN = "OFD.xml";

    /** Making a parser takes longer than reading one of the small parts that are read here. One reads one part at a time. */
    private static final ThreadLocal<DocumentBuilder> BUILDERS = ThreadLocal.withInitial(OfdPackage::builder);
    private static final ThreadLocal<Transformer> WRITERS = ThreadLocal.withInitial(OfdPackage::writer);

    private final ZipFile zip;
    private final List<ZipArchiveEntry> entries;
    private final Document main;
    private final Element body;
    private final String documentXml;

    private OfdPackage(ZipFile zip) throws IOException {
        this.zip = zip;
        this.entries = distinct(Collections.list(zip.getEntriesInPhysicalOrder()));
        this.main = xml(MAIN);
        this.body = onlyBody(main);
        this.documentXml = relative(only(body, "DocRoot").getTextContent().strip());
    }

    static OfdPackage open(byte[] bytes) throws IOException {
        ZipFile zip = ZipFile.builder().setByteArray(bytes).get();
        try {
            return new OfdPackage(zip);
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    /** The folder of Document.xml, e.g. {@code Doc_0}. */
    String documentFolder() {
        int slash = documentXml.lastIndexOf('/');
        require(slash > 0, "Document.xml lies in no folder: " + documentXml);
        return documentXml.substring(0, slash);
    }

    /**
     * The ID of a page, for StampAnnot.
     *
     * @param number 1 for the first
     */
    String pageId(int number) throws IOException {
        List<Element> pages = children(only(xml(documentXml).getDocumentElement(), "Pages"), "Page");
        require(number >= 1 && number <= pages.size(), "no page " + number + " among " + pages.size());
        return pages.get(number - 1).getAttribute("ID");
    }

    /** OFD.xml with a Signatures element at the end of its DocBody, where GB/T 33190 has it. */
    byte[] mainWithSignatures(String path) {
        String prefix = body.getPrefix() == null ? "" : body.getPrefix() + ':';
        Element signatures = main.createElementNS(NAMESPACE, prefix + "Signatures");
        signatures.setTextContent(path);
        body.appendChild(signatures);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            main.setXmlStandalone(true);
            WRITERS.get().transform(new DOMSource(main), new StreamResult(bytes));
        } catch (TransformerException e) {
            throw new IllegalStateException("XML in memory", e);
        } finally {
            body.removeChild(signatures);
        }
        return bytes.toByteArray();
    }

    /**
     * SM3 of every file the package will have, by absolute path, in the order they will have.
     *
     * @param changes   contents that are new or replaced, by name
     * @param recurring knows those of earlier packages
     */
    Map<String, byte[]> digests(Map<String, byte[]> changes, RecurringDigests recurring) throws IOException {
        Map<String, byte[]> digests = new LinkedHashMap<>();
        for (ZipArchiveEntry entry : entries) {
            byte[] changed = changes.get(entry.getName());
            digests.put('/' + entry.getName(), changed == null ? recurring.of(zip, entry) : Sm3.digest(changed));
        }
        changes.forEach((name, content) -> digests.computeIfAbsent('/' + name, added -> Sm3.digest(content)));
        return digests;
    }

    /**
     * The package with these contents added or replaced. What does not change is copied as it is, still compressed:
     * deflating a font again would take longer than everything else.
     *
     * @param changes contents by name
     * @param time    of the entries added
     */
    byte[] with(Map<String, byte[]> changes, Instant time) throws IOException {
        Map<String, byte[]> left = new LinkedHashMap<>(changes);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(bytes)) {
            out.setLevel(Deflater.BEST_SPEED);
            for (ZipArchiveEntry entry : entries) {
                byte[] changed = left.remove(entry.getName());
                if (changed != null) {
                    put(out, entry.getName(), changed, time);
                } else {
                    try (InputStream raw = zip.getRawInputStream(entry)) {
                        out.addRawArchiveEntry(entry, raw);
                    }
                }
            }
            for (Map.Entry<String, byte[]> addition : left.entrySet()) {
                put(out, addition.getKey(), addition.getValue(), time);
            }
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** Seals are stored as they are: they hold a picture, which is compressed already. */
    private static void put(ZipArchiveOutputStream out, String name, byte[] content, Instant time) throws IOException {
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        entry.setTime(time.toEpochMilli());
        if (name.endsWith(".xml")) {
            entry.setMethod(ZipEntry.DEFLATED);
        } else {
            CRC32 crc = new CRC32();
            crc.update(content);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(content.length);
            entry.setCrc(crc.getValue());
        }
        out.putArchiveEntry(entry);
        out.write(content);
        out.closeArchiveEntry();
    }

    /** Every name once and inside the package: what a signature lists must mean the same file to every reader. */
    private static List<ZipArchiveEntry> distinct(List<ZipArchiveEntry> all) {
        List<ZipArchiveEntry> files = new ArrayList<>(all.size());
        Set<String> names = new HashSet<>();
        for (ZipArchiveEntry entry : all) {
            String name = entry.getName();
            require(!name.startsWith("/") && !name.contains("\\") && !List.of(name.split("/")).contains(".."),
                    "unsafe name " + name);
            require(names.add(name), "two entries named " + name);
            if (!entry.isDirectory()) {
                files.add(entry);
            }
        }
        return files;
    }

    private static Element onlyBody(Document main) {
        Element body = only(main.getDocumentElement(), "DocBody");
        require(children(body, "Signatures").isEmpty(), "already sealed");
        return body;
    }

    private Document xml(String name) throws IOException {
        ZipArchiveEntry entry = zip.getEntry(name);
        require(entry != null, "no " + name);
        try (InputStream content = zip.getInputStream(entry)) {
            return BUILDERS.get().parse(content);
        } catch (SAXException e) {
            throw new IllegalArgumentException("OFD package: " + name + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static DocumentBuilder builder() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler()); // throws; the JDK's own prints to the console as well
            return builder;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the JDK's XML parser lacks a safety feature", e);
        }
    }

    private static Transformer writer() {
        try {
            Transformer identity = TransformerFactory.newDefaultInstance().newTransformer();
            identity.setOutputProperty(OutputKeys.ENCODING, "UTF-8");
            return identity;
        } catch (TransformerConfigurationException e) {
            throw new IllegalStateException("the JDK writes no XML", e);
        }
    }

    private static Element only(Element parent, String name) {
        List<Element> found = children(parent, name);
        require(found.size() == 1, found.size() + " elements " + name + " in " + parent.getLocalName());
        return found.get(0);
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element
                    && NAMESPACE.equals(element.getNamespaceURI()) && name.equals(element.getLocalName())) {
                found.add(element);
            }
        }
        return found;
    }

    private static String relative(String path) {
        return path.startsWith("/") ? path.substring(1) : path;
    }

    private static void require(boolean holds, String complaint) {
        if (!holds) {
            throw new IllegalArgumentException("OFD package: " + complaint);
        }
    }
}
