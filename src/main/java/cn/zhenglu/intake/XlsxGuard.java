package cn.zhenglu.intake;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import com.fasterxml.aalto.UncheckedStreamException;
import com.fasterxml.aalto.stax.InputFactoryImpl;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Goes through a workbook once before it is read, holding nothing, and refuses what would fill the memory: archives that inflate
 * without end, more shared texts than the heap can hold, cells far outside of any sheet. With the XML parser that then reads it,
 * so that both see the same.
 */
final class XlsxGuard {

    private static final long MOST_BYTES = 1L << 30;
    private static final int MOST_PARTS = 1_000;
    private static final int LONGEST_TEXT = 100_000;
    /** Columns are named A to XFD. */
    private static final int LONGEST_COLUMN_NAME = 3;
    /** A string with its array, and its place in the table of shared texts. */
    private static final int BYTES_OF_EMPTY_TEXT = 56;
    private static final double SHARE_OF_HEAP = 0.8;
    private static final XMLInputFactory XML = new InputFactoryImpl();

    static {
        XML.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        XML.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    }

    private long bytes;
    private long memory;

    private XlsxGuard() {
    }

    /** Why a workbook is refused, in Chinese, as the end of a sentence. */
    static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;

        Refused(String why) {
            super(why);
        }
    }

    /**
     * @throws Refused            when it asks for too much
     * @throws XMLStreamException when a part of it is no XML
     * @throws IOException        when it is no archive, or cannot be read
     */
    static void check(Path workbook) throws IOException, XMLStreamException, Refused {
        try (ZipFile zip = ZipFile.builder().setPath(workbook).get()) {
            new XlsxGuard().check(zip);
        }
    }

    private void check(ZipFile zip) throws IOException, XMLStreamException, Refused {
        int parts = 0;
        for (Enumeration<ZipArchiveEntry> entries = zip.getEntries(); entries.hasMoreElements();) {
            ZipArchiveEntry entry = entries.nextElement();
            parts++;
            if (parts > MOST_PARTS) {
                throw new Refused("所含部件过多");
            }
            // pictures and the like are never opened
            if (!entry.isDirectory() && (entry.getName().endsWith(".xml") || entry.getName().endsWith(".rels"))) {
                try (InputStream part = new Counted(zip.getInputStream(entry))) {
                    scan(part);
                } catch (TooMany e) {
                    throw new Refused("解压后超过 " + (MOST_BYTES >> 20) + " MB");
                }
            }
        }
    }

    private void scan(InputStream part) throws XMLStreamException, Refused, TooMany {
        XMLStreamReader xml;
        try {
            xml = XML.createXMLStreamReader(part);
            long text = 0;
            boolean shared = false;
            while (xml.hasNext()) {
                switch (xml.next()) {
                    case XMLStreamConstants.DTD -> throw new Refused("含有不允许的 DTD 声明");
                    case XMLStreamConstants.START_ELEMENT -> {
                        text = 0;
                        cell(xml);
                        shared |= xml.getLocalName().equals("sst");
                        if (shared && xml.getLocalName().equals("si")) {
                            hold(BYTES_OF_EMPTY_TEXT);
                        }
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                        text += xml.getTextLength();
                        if (text > LONGEST_TEXT) {
                            throw new Refused("有的单元格超过 " + LONGEST_TEXT + " 个字符");
                        }
                        if (shared) {
                            hold(2L * xml.getTextLength());
                        }
                    }
                    default -> { }
                }
            }
        } catch (UncheckedStreamException e) {
            // the parser reads texts only when they are asked for, and then can throw nothing else
            throw told(e.getCause() instanceof XMLStreamException cause ? cause : new XMLStreamException(e));
        } catch (XMLStreamException e) {
            throw told(e);
        }
    }

    private static XMLStreamException told(XMLStreamException e) throws TooMany {
        if (e.getNestedException() instanceof TooMany tooMany) {
            throw tooMany;
        }
        return e;
    }

    private static void cell(XMLStreamReader xml) throws Refused {
        String place = xml.getLocalName().equals("c") ? xml.getAttributeValue(null, "r") : null;
        if (place != null) {
            int letters = 0;
            while (letters < place.length() && !Character.isDigit(place.charAt(letters))) {
                letters++;
            }
            if (letters > LONGEST_COLUMN_NAME) {
                throw new Refused("有的单元格位置不存在");
            }
        }
    }

    private void hold(long more) throws Refused {
        memory += more;
        if (memory > SHARE_OF_HEAP * Runtime.getRuntime().maxMemory()) {
            throw new Refused("文字过多，本机内存不足以读取");
        }
    }

    /** The archive inflates beyond the limit. */
    private static final class TooMany extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** What all parts together inflate to; the sizes that the archive declares may be lies. */
    private final class Counted extends FilterInputStream {

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        private void count(int more) throws TooMany {
            bytes += more;
            if (bytes > MOST_BYTES) {
                throw new TooMany();
            }
        }
    }
}
