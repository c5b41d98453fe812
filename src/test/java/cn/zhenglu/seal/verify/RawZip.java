package cn.zhenglu.seal.verify;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes zip files byte by byte, such as no library would write. */
final class RawZip {

    /** An entry whose every field can be made a lie of. */
    static final class Entry {

        String name;
        String localName;
        byte[] packed;
        int crc;
        long size;
        int flags = 1 << 11;
        int method = 8;
        byte[] extra = {};
        /** Sizes in a ZIP64 field of the local header, as some writers do by habit. */
        boolean zip64Local;
        byte[] before = {};
        Entry sharesDataOf;
        private int offset;

        Entry(String name, byte[] content) {
            this.name = name;
            this.localName = name;
            packed = deflate(content);
            size = content.length;
            CRC32 checksum = new CRC32();
            checksum.update(content);
            crc = (int) checksum.getValue();
        }
    }

    final List<Entry> entries = new ArrayList<>();
    byte[] prefix = {};
    byte[] beforeDirectory = {};
    byte[] suffix = {};
    /** Whether offsets count from the first byte of the file, prefix included, as self-extracting archives do. */
    boolean offsetsKnowPrefix;

    static RawZip of(Map<String, byte[]> files) {
        RawZip zip = new RawZip();
        files.forEach((name, content) -> zip.entries.add(new Entry(name, content)));
        return zip;
    }

    Entry add(String name, byte[] content) {
        Entry entry = new Entry(name, content);
        entries.add(entry);
        return entry;
    }

    Entry entry(String name) {
        return entries.stream().filter(entry -> entry.name.equals(name)).findFirst().orElseThrow();
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(prefix);
        int shift = offsetsKnowPrefix ? 0 : prefix.length;
        for (Entry entry : entries) {
            out.writeBytes(entry.before);
            if (entry.sharesDataOf != null) {
                entry.offset = entry.sharesDataOf.offset;
                continue;
            }
            entry.offset = out.size() - shift;
            byte[] name = entry.localName.getBytes(StandardCharsets.UTF_8);
            byte[] extra = !entry.zip64Local ? entry.extra
                    : buffer(20).putShort((short) 1).putShort((short) 16).putLong(entry.size).putLong(entry.packed.length).array();
            out.writeBytes(buffer(30).putInt(0x04034b50).putShort((short) 20).putShort((short) entry.flags).putShort((short) entry.method)
                    .putInt(0).putInt(entry.crc).putInt(entry.zip64Local ? -1 : entry.packed.length)
                    .putInt(entry.zip64Local ? -1 : (int) entry.size)
                    .putShort((short) name.length).putShort((short) extra.length).array());
            out.writeBytes(name);
            out.writeBytes(extra);
            out.writeBytes(entry.packed);
        }
        out.writeBytes(beforeDirectory);
        int directory = out.size();
        for (Entry entry : entries) {
            byte[] name = entry.name.getBytes(StandardCharsets.UTF_8);
            out.writeBytes(buffer(46).putInt(0x02014b50).putShort((short) 20).putShort((short) 20).putShort((short) entry.flags)
                    .putShort((short) entry.method).putInt(0).putInt(entry.crc).putInt(entry.packed.length).putInt((int) entry.size)
                    .putShort((short) name.length).putShort((short) entry.extra.length).putShort((short) 0).putShort((short) 0)
                    .putShort((short) 0).putInt(0).putInt(entry.offset).array());
            out.writeBytes(name);
            out.writeBytes(entry.extra);
        }
        int size = out.size() - directory;
        out.writeBytes(buffer(22).putInt(0x06054b50).putInt(0).putShort((short) entries.size()).putShort((short) entries.size())
                .putInt(size).putInt(directory - shift).putShort((short) 0).array());
        out.writeBytes(suffix);
        return out.toByteArray();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    static byte[] deflate(byte[] content) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(content);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return out.toByteArray();
    }
}
