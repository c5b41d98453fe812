package cn.zhenglu.seal.verify;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads a zip file's directory (PKWARE APPNOTE 4.3) so strictly that no two readers can see two different packages in the same
 * bytes: central directory and local headers agree, entries follow each other from the first byte to the last without gaps or
 * overlaps, and no two names are alike. Unpacks nothing. Zip libraries are made to be lenient here, which is why this is our own.
 */
final class ZipDirectory {

    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    /** "%PDF", read as the other signatures are. */
    private static final int PDF = 0x46445025;
    private static final int DESCRIPTOR = 0x08074b50;
    private static final int LOCAL_SIZE = 30;
    private static final int CENTRAL_SIZE = 46;
    private static final int END_SIZE = 22;
    private static final int MAX_COMMENT = 0xffff;

    private static final int FLAG_ENCRYPTED = 1;
    private static final int FLAG_DESCRIPTOR = 1 << 3;
    private static final int FLAG_STRONG_ENCRYPTION = 1 << 6;
    private static final int FLAG_MASKED_HEADERS = 1 << 13;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    /** ZIP64 sizes. In a local header alone they are a writer's precaution; the entry itself is small. */
    private static final int EXTRA_ZIP64 = 0x0001;
    /** Info-ZIP Unicode Path: a second name for the same entry, which some readers believe and others ignore. */
    private static final int EXTRA_UNICODE_PATH = 0x7075;
    private static final int RATIO_MATTERS_FROM = 1 << 20;

    /**
     * One entry, all of it checked against both headers.
     *
     * @param name       path in the package without a leading slash; ends with a slash when it is a folder
     * @param deflated   or stored
     * @param crc        CRC-32 of the unpacked bytes
     * @param packed     bytes in the zip file
     * @param size       bytes when unpacked, as declared
     * @param dataOffset where the packed bytes begin
     */
    record Entry(String name, boolean deflated, int crc, int packed, int size, int dataOffset) {

        boolean folder() {
            return name.endsWith("/");
        }
    }

    private record Header(String name, byte[] rawName, int flags, int method, int crc, int packed, int size, int localOffset) {
    }

    private final ByteBuffer zip;
    private final Limits limits;

    private ZipDirectory(byte[] zip, Limits limits) {
        this.zip = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        this.limits = limits;
    }

    /** The entries in the order of their bytes. */
    static List<Entry> read(byte[] zip, Limits limits) throws Refusal {
        if (zip.length > limits.fileBytes()) {
            throw new Refusal(Rule.PACKAGE_TOO_LARGE, "文件有 " + zip.length + " 字节，超过 " + limits.fileBytes() + " 字节的限制。");
        }
        return new ZipDirectory(zip, limits).read();
    }

    private List<Entry> read() throws Refusal {
        int end = findEnd();
        int count = u16(end + 10);
        long centralSize = u32(end + 12);
        long centralOffset = u32(end + 16);
        if (count == 0xffff || centralSize == 0xffffffffL || centralOffset == 0xffffffffL) {
            throw new Refusal(Rule.PACKAGE_UNSUPPORTED, "压缩包采用 ZIP64 格式，不予支持。");
        }
        if (u16(end + 4) != 0 || u16(end + 6) != 0 || u16(end + 8) != count) {
            throw new Refusal(Rule.PACKAGE_UNSUPPORTED, "压缩包是分卷的，不予支持。");
        }
        if (count > limits.entries()) {
            throw new Refusal(Rule.PACKAGE_TOO_MANY_ENTRIES, "压缩包内有 " + count + " 个条目，超过 " + limits.entries() + " 个的限制。");
        }
        if (centralSize > end || centralOffset + centralSize > end) {
            throw new Refusal(Rule.PACKAGE_TRUNCATED, "压缩包目录残缺，文件可能被截断。");
        }
        if (centralOffset + centralSize < end) {
            throw new Refusal(Rule.PACKAGE_STRAY_BYTES, "压缩包之前或目录之后另有 " + (end - centralOffset - centralSize)
                    + " 个不属于压缩包的字节。");
        }
        List<Header> headers = central((int) centralOffset, end, count);
        refuseTwins(headers);
        refuseExcess(headers);
        return entries(headers, (int) centralOffset);
    }

    private int findEnd() throws Refusal {
        int lowest = Math.max(0, zip.limit() - END_SIZE - MAX_COMMENT);
        for (int at = zip.limit() - END_SIZE; at >= lowest; at--) {
            if (zip.getInt(at) == END) {
                if (at + END_SIZE != zip.limit()) {
                    throw new Refusal(Rule.PACKAGE_STRAY_BYTES, "压缩包之后另有 " + (zip.limit() - at - END_SIZE) + " 个字节（注释或夹带的内容）。");
                }
                return at;
            }
        }
        if (zip.limit() >= 4 && zip.getInt(0) == LOCAL) {
            throw new Refusal(Rule.PACKAGE_TRUNCATED, "压缩包没有结尾，文件被截断。");
        }
        throw new Refusal(Rule.PACKAGE_NOT_ZIP, notZip());
    }

    /** Says what the file is where people are known to mix files up. */
    private String notZip() {
        if (zip.limit() == 0) {
            return "文件是空的。";
        }
        return zip.limit() >= 4 && zip.getInt(0) == PDF ? "文件不是 OFD：它是 PDF 文件。" : "文件不是 OFD：它不是 ZIP 压缩包。";
    }

    private List<Header> central(int offset, int end, int count) throws Refusal {
        List<Header> headers = new ArrayList<>(count);
        int at = offset;
        for (int i = 0; i < count; i++) {
            if (at + CENTRAL_SIZE > end || zip.getInt(at) != CENTRAL) {
                throw new Refusal(Rule.PACKAGE_TRUNCATED, "压缩包目录残缺，第 " + (i + 1) + " 个条目读不出。");
            }
            int nameLength = u16(at + 28);
            int extraLength = u16(at + 30);
            int next = at + CENTRAL_SIZE + nameLength + extraLength + u16(at + 32);
            if (next > end) {
                throw new Refusal(Rule.PACKAGE_TRUNCATED, "压缩包目录残缺，第 " + (i + 1) + " 个条目越出目录。");
            }
            byte[] rawName = bytes(at + CENTRAL_SIZE, nameLength);
            String name = name(rawName);
            refuseSecondName(name, at + CENTRAL_SIZE + nameLength, extraLength);
            long packed = u32(at + 20);
            long size = u32(at + 24);
            long local = u32(at + 42);
            if (packed == 0xffffffffL || size == 0xffffffffL || local == 0xffffffffL || u16(at + 34) != 0) {
                throw new Refusal(Rule.PACKAGE_UNSUPPORTED, "条目“" + name + "”采用 ZIP64 或分卷格式，不予支持。");
            }
            if (size > limits.entryBytes()) {
                throw new Refusal(Rule.PACKAGE_ENTRY_TOO_LARGE,
                        "条目“" + name + "”解压后有 " + size + " 字节，超过 " + limits.entryBytes() + " 字节的限制。");
            }
            if (packed > zip.limit() || local > zip.limit()) {
                throw new Refusal(Rule.PACKAGE_TRUNCATED, "条目“" + name + "”越出文件，文件可能被截断。");
            }
            headers.add(new Header(name, rawName, u16(at + 8), u16(at + 10), zip.getInt(at + 16), (int) packed, (int) size, (int) local));
            at = next;
        }
        if (at != end) {
            throw new Refusal(Rule.PACKAGE_STRAY_BYTES, "压缩包目录中夹带 " + (end - at) + " 个不属于任何条目的字节。");
        }
        return headers;
    }

    /** A path as GB/T 33190-2016, 7.2 knows it, that means the same on every system. */
    private String name(byte[] raw) throws Refusal {
        String name;
        try {
            name = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
        } catch (CharacterCodingException e) {
            throw new Refusal(Rule.PACKAGE_ILLEGAL_NAME, "压缩包内有条目的名称不是 UTF-8 编码。", e);
        }
        if (name.startsWith("/") || name.startsWith("\\") || name.matches("(?s)[A-Za-z]:.*")) {
            throw new Refusal(Rule.PACKAGE_ABSOLUTE_PATH, "条目“" + shown(name) + "”使用绝对路径。");
        }
        String[] steps = name.split("[/\\\\]", -1);
        if (Arrays.asList(steps).contains("..")) {
            throw new Refusal(Rule.PACKAGE_PARENT_PATH, "条目“" + shown(name) + "”的路径含有“..”，指向压缩包之外。");
        }
        boolean strange = name.isEmpty() || name.length() > 255 || name.contains("\\") || name.contains(":")
                || !name.codePoints().allMatch(Printable::isVisible)
                || steps.length > limits.pathDepth();
        for (int i = 0; i < steps.length; i++) {
            boolean folderEnd = i == steps.length - 1 && i > 0;
            strange |= steps[i].equals(".") || steps[i].isEmpty() && !folderEnd;
        }
        if (strange) {
            throw new Refusal(Rule.PACKAGE_ILLEGAL_NAME, "条目“" + shown(name) + "”的名称不合规定（反斜线、控制字符、空路径段，或者过长、过深）。");
        }
        return name;
    }

    private static String shown(String name) {
        return Printable.text(name, 80);
    }

    private void refuseSecondName(String name, int offset, int length) throws Refusal {
        if (field(EXTRA_UNICODE_PATH, offset, length) >= 0) {
            throw new Refusal(Rule.PACKAGE_ILLEGAL_NAME, "条目“" + shown(name) + "”带有另一个名称（Unicode Path 扩展）。");
        }
    }

    /** Alike means alike on any file system: regardless of case and of Unicode composition. */
    private static void refuseTwins(List<Header> headers) throws Refusal {
        Map<String, String> seen = new HashMap<>();
        for (Header header : headers) {
            String plain = header.name.endsWith("/") ? header.name.substring(0, header.name.length() - 1) : header.name;
            String key = Normalizer.normalize(plain, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
            String twin = seen.put(key, header.name);
            if (twin != null) {
                throw new Refusal(Rule.PACKAGE_DUPLICATE_ENTRY, "压缩包内条目重名：“" + twin + "”与“" + header.name + "”。");
            }
        }
    }

    private void refuseExcess(List<Header> headers) throws Refusal {
        long total = 0;
        for (Header header : headers) {
            if (header.size > RATIO_MATTERS_FROM && header.size / Math.max(1, header.packed) > limits.ratio()) {
                throw new Refusal(Rule.PACKAGE_COMPRESSION_RATIO, "条目“" + header.name + "”的压缩比超过 " + limits.ratio() + "，疑为压缩炸弹。");
            }
            total += header.size;
        }
        if (total > limits.totalBytes()) {
            throw new Refusal(Rule.PACKAGE_TOTAL_TOO_LARGE, "全部条目解压后有 " + total + " 字节，超过 " + limits.totalBytes() + " 字节的限制。");
        }
    }

    private List<Entry> entries(List<Header> headers, int centralOffset) throws Refusal {
        List<Entry> entries = new ArrayList<>(headers.size());
        int expected = 0;
        for (Header header : headers.stream().sorted(Comparator.comparingInt(Header::localOffset)).toList()) {
            if (header.localOffset > expected) {
                throw new Refusal(Rule.PACKAGE_STRAY_BYTES, "条目“" + header.name + "”之前夹带 " + (header.localOffset - expected)
                        + " 个不属于任何条目的字节。");
            }
            if (header.localOffset < expected) {
                throw new Refusal(Rule.PACKAGE_OVERLAP, "条目“" + header.name + "”与另一条目的数据重叠。");
            }
            Entry entry = entry(header, centralOffset);
            entries.add(entry);
            expected = entry.dataOffset + entry.packed + descriptorLength(header, entry, centralOffset);
        }
        if (expected > centralOffset) {
            throw new Refusal(Rule.PACKAGE_OVERLAP, "最后一个条目的数据与压缩包目录重叠。");
        }
        if (expected < centralOffset) {
            throw new Refusal(Rule.PACKAGE_STRAY_BYTES, "压缩包目录之前夹带 " + (centralOffset - expected) + " 个不属于任何条目的字节。");
        }
        return entries;
    }

    private Entry entry(Header header, int centralOffset) throws Refusal {
        int at = header.localOffset;
        if (at + LOCAL_SIZE > centralOffset || zip.getInt(at) != LOCAL) {
            throw new Refusal(Rule.PACKAGE_HEADERS_DISAGREE, "条目“" + header.name + "”在目录所指之处没有文件头。");
        }
        if ((header.flags & (FLAG_ENCRYPTED | FLAG_STRONG_ENCRYPTION | FLAG_MASKED_HEADERS)) != 0) {
            throw new Refusal(Rule.PACKAGE_UNSUPPORTED, "条目“" + header.name + "”已加密，不予支持。");
        }
        if (header.method != STORED && header.method != DEFLATED) {
            throw new Refusal(Rule.PACKAGE_UNSUPPORTED, "条目“" + header.name + "”的压缩方法 " + header.method + " 不予支持。");
        }
        int nameLength = u16(at + 26);
        int extraLength = u16(at + 28);
        int extra = at + LOCAL_SIZE + nameLength;
        int data = extra + extraLength;
        boolean later = (header.flags & FLAG_DESCRIPTOR) != 0;
        boolean agree = data <= centralOffset
                && Arrays.equals(bytes(at + LOCAL_SIZE, nameLength), header.rawName)
                && u16(at + 6) == header.flags && u16(at + 8) == header.method
                && (zip.getInt(at + 14) == header.crc || later && zip.getInt(at + 14) == 0)
                && sizesAgree(header, u32(at + 18), u32(at + 22), extra, extraLength)
                && (header.method == DEFLATED || header.packed == header.size);
        if (!agree) {
            throw new Refusal(Rule.PACKAGE_HEADERS_DISAGREE, "条目“" + header.name + "”的文件头与压缩包目录不一致。");
        }
        refuseSecondName(header.name, extra, extraLength);
        if (data + (long) header.packed > centralOffset) {
            throw new Refusal(Rule.PACKAGE_OVERLAP, "条目“" + header.name + "”的数据与压缩包目录重叠。");
        }
        if (header.name.endsWith("/") && header.size > 0) {
            throw new Refusal(Rule.PACKAGE_ILLEGAL_NAME, "条目“" + header.name + "”是目录，却带有内容。");
        }
        return new Entry(header.name, header.method == DEFLATED, header.crc, header.packed, header.size, data);
    }

    /** The local header repeats the sizes, or leaves them to the descriptor (zero), or to a ZIP64 field (all ones). */
    private boolean sizesAgree(Header header, long packed, long size, int extra, int extraLength) {
        if (packed == header.packed && size == header.size) {
            return true;
        }
        boolean later = (header.flags & FLAG_DESCRIPTOR) != 0;
        if (later && packed == 0 && size == 0) {
            return true;
        }
        int field = field(EXTRA_ZIP64, extra, extraLength);
        if (packed != 0xffffffffL || size != 0xffffffffL || field < 0 || u16(field + 2) < 16) {
            return false;
        }
        long size64 = zip.getLong(field + 4);
        long packed64 = zip.getLong(field + 12);
        return size64 == header.size && packed64 == header.packed || later && size64 == 0 && packed64 == 0;
    }

    /** Where an extra field of this kind begins, or -1; fields that run out of bounds do not count. */
    private int field(int kind, int offset, int length) {
        int end = offset + length;
        for (int at = offset; at + 4 <= end && at + 4 + u16(at + 2) <= end; at += 4 + u16(at + 2)) {
            if (u16(at) == kind) {
                return at;
            }
        }
        return -1;
    }

    /** The descriptor behind the data (4.3.9), with or without its signature, with sizes of four or eight bytes. */
    private int descriptorLength(Header header, Entry entry, int centralOffset) throws Refusal {
        if ((header.flags & FLAG_DESCRIPTOR) == 0) {
            return 0;
        }
        int start = entry.dataOffset + entry.packed;
        for (int sizeBytes : new int[] {4, 8}) {
            for (int signature : new int[] {4, 0}) {
                int length = signature + 4 + 2 * sizeBytes;
                int at = start + signature;
                if (start + length <= centralOffset
                        && (signature == 0 || zip.getInt(start) == DESCRIPTOR)
                        && zip.getInt(at) == header.crc
                        && number(at + 4, sizeBytes) == header.packed
                        && number(at + 4 + sizeBytes, sizeBytes) == header.size
                        && endsEntry(start + length, centralOffset)) {
                    return length;
                }
            }
        }
        throw new Refusal(Rule.PACKAGE_HEADERS_DISAGREE, "条目“" + header.name + "”的数据描述符与压缩包目录不一致。");
    }

    private boolean endsEntry(int at, int centralOffset) {
        return at == centralOffset || at + 4 <= centralOffset && zip.getInt(at) == LOCAL;
    }

    private long number(int at, int length) {
        return length == 4 ? u32(at) : zip.getLong(at);
    }

    private int u16(int at) {
        return Short.toUnsignedInt(zip.getShort(at));
    }

    private long u32(int at) {
        return Integer.toUnsignedLong(zip.getInt(at));
    }

    private byte[] bytes(int at, int length) {
        if (at + length > zip.limit()) {
            return new byte[0];
        }
        byte[] copy = new byte[length];
        zip.get(at, copy);
        return copy;
    }
}
