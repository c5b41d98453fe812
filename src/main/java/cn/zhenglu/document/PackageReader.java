package cn.zhenglu.document;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * An OFD package in memory, read by its directory, as the verifier reads it, and within hard limits: whoever made the
 * file does not decide how much we unpack. It only serves drawing; whether a file may be trusted is decided by verification.
 */
final class PackageReader {

    private static final int MOST_ENTRIES = 1_000;
    private static final int LARGEST_PACKAGE = 32 << 20;
    private static final int LARGEST_ENTRY = 24 << 20;
    private static final int LARGEST_TOTAL = 48 << 20;
    /** A document tree takes many times the memory of its text. */
    private static final int LARGEST_XML = 8 << 20;
    /** DEFLATE reaches about 1,000; honest XML stays far below 100. */
    private static final int HIGHEST_RATIO = 200;
    private static final int RATIO_MATTERS_FROM = 4 << 20;

    private static final byte[] LOCAL_HEADER = {'P', 'K', 3, 4};

    private final Map<String, byte[]> files;

    private PackageReader(Map<String, byte[]> files) {
        this.files = files;
    }

    /** @throws UnreadableDocument when it is no ZIP, is broken, or exceeds a limit */
    static PackageReader open(byte[] ofd) {
        if (ofd.length > LARGEST_PACKAGE) {
            throw new UnreadableDocument("文件超过 " + (LARGEST_PACKAGE >> 20) + " MB，不予读取");
        }
        if (ofd.length < LOCAL_HEADER.length || !Arrays.equals(LOCAL_HEADER, Arrays.copyOf(ofd, LOCAL_HEADER.length))) {
            throw new UnreadableDocument("不是 OFD 文件：它不是 ZIP 压缩包");
        }
        Map<String, byte[]> files = new HashMap<>();
        try (ZipFile zip = ZipFile.builder().setByteArray(ofd).get()) {
            long total = 0;
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                if (files.size() >= MOST_ENTRIES) {
                    throw new UnreadableDocument("文件包内的条目超过 " + MOST_ENTRIES + " 个，不予读取");
                }
                byte[] content;
                try (InputStream in = zip.getInputStream(entry)) {
                    content = in.readNBytes(LARGEST_ENTRY + 1);
                }
                total += content.length;
                if (content.length > LARGEST_ENTRY || total > LARGEST_TOTAL
                        || total > RATIO_MATTERS_FROM && total / ofd.length > HIGHEST_RATIO) {
                    throw new UnreadableDocument("文件包解压后过大，不予读取");
                }
                if (!entry.isDirectory() && files.put(absolute("", entry.getName()), content) != null) {
                    throw new UnreadableDocument("文件包内有重复的条目 " + entry.getName() + "，不予读取");
                }
            }
        } catch (IOException | IllegalArgumentException broken) {
            throw new UnreadableDocument("文件包已损坏：" + broken.getMessage(), broken);
        }
        if (!files.containsKey("OFD.xml")) {
            throw new UnreadableDocument("不是 OFD 文件：包内没有 OFD.xml");
        }
        return new PackageReader(files);
    }

    /** A file's content, or {@code null}. */
    byte[] file(String path) {
        return files.get(path);
    }

    /** SHA-256 of a file; empty when it is not there. */
    String digest(String path) {
        byte[] content = files.get(path);
        try {
            return content == null ? "" : HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Root element of an XML file. */
    Element xml(String path) {
        byte[] content = files.get(path);
        if (content == null) {
            throw new UnreadableDocument("文件包内缺少 " + path);
        }
        if (content.length > LARGEST_XML) {
            throw new UnreadableDocument("文件包内的 " + path + " 过大，不予读取");
        }
        try {
            return SafeXml.parse(content).getDocumentElement();
        } catch (SAXException | IOException broken) {
            throw new UnreadableDocument("文件包内的 " + path + " 不是合规的 XML：" + broken.getMessage(), broken);
        }
    }

    /**
     * A location (ST_Loc, GB/T 33190, 7.2): absolute when it begins with a slash, otherwise seen from the folder of
     * the file it stands in.
     */
    static String resolve(String from, String location) {
        return location.strip().startsWith("/") ? absolute("", location.strip())
                : absolute(from.substring(0, from.lastIndexOf('/') + 1), location.strip());
    }

    private static String absolute(String folder, String location) {
        ArrayDeque<String> parts = new ArrayDeque<>();
        for (String part : (folder + location).split("/")) {
            if (part.equals("..")) {
                if (parts.isEmpty()) {
                    throw new UnreadableDocument("文件包内的路径越出包外：" + location);
                }
                parts.removeLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }
}
