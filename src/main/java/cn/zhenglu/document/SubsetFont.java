package cn.zhenglu.document;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.zip.CRC32;
import org.apache.fontbox.ttf.TTFSubsetter;
import org.apache.fontbox.ttf.TrueTypeFont;

/**
 * A font file cut down to the characters of one document. FontBox cuts the glyphs; the tables {@code cmap} and
 * {@code post} are ours, because FontBox refuses characters beyond the first plane and keeps a {@code post} table that no
 * longer fits.
 *
 * @param name PostScript name with a prefix of six letters, as usual for subsets: two subsets of a font have
 *             different names
 * @param file the font file (sfnt, TrueType outlines)
 */
record SubsetFont(String name, byte[] file) {

    private static final List<String> KEPT = List.of("head", "hhea", "maxp", "OS/2", "hmtx", "loca", "glyf", "name",
            "cvt ", "fpgm", "prep");
    private static final int HEADER = 12;
    private static final int DIRECTORY_ENTRY = 16;

    static SubsetFont of(TrueTypeFont font, String fontName, SortedSet<Integer> codePoints, IntUnaryOperator glyphOf)
            throws IOException {
        Set<Integer> glyphs = new HashSet<>();
        codePoints.forEach(codePoint -> glyphs.add(glyphOf.applyAsInt(codePoint)));
        TTFSubsetter subsetter = new TTFSubsetter(font, KEPT);
        subsetter.addGlyphIds(glyphs);
        Map<Integer, Integer> newGlyph = new HashMap<>();
        subsetter.getGIDMap().forEach((now, before) -> newGlyph.put(before, now));
        SortedMap<Integer, Integer> mapping = new TreeMap<>();
        codePoints.forEach(codePoint -> mapping.put(codePoint, newGlyph.get(glyphOf.applyAsInt(codePoint))));

        String prefix = prefix(codePoints);
        subsetter.setPrefix(prefix);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        subsetter.writeToStream(out);
        return new SubsetFont(prefix + fontName, withTables(out.toByteArray(), Map.of("cmap", cmap(mapping), "post", post())));
    }

    /** Six letters that follow from the characters, and a plus sign. */
    private static String prefix(SortedSet<Integer> codePoints) {
        CRC32 crc = new CRC32();
        for (int codePoint : codePoints) {
            crc.update(ByteBuffer.allocate(4).putInt(0, codePoint));
        }
        StringBuilder prefix = new StringBuilder();
        long rest = crc.getValue();
        for (int i = 0; i < 6; i++, rest /= 26) {
            prefix.append((char) ('A' + rest % 26));
        }
        return prefix.append('+').toString();
    }

    /** Version 3: no glyph names. */
    private static byte[] post() {
        return ByteBuffer.allocate(32).putInt(0x00030000).array();
    }

    /** Format 4 for the first plane, which every reader knows, and format 12 for all. */
    private static byte[] cmap(SortedMap<Integer, Integer> mapping) {
        byte[] full = format12(mapping);
        if (mapping.firstKey() > 0xFFFF) { // an empty format 4 is a fault to some readers
            return ByteBuffer.allocate(12 + full.length).putShort((short) 0).putShort((short) 1)
                    .putShort((short) 3).putShort((short) 10).putInt(12).put(full).array();
        }
        byte[] basic = format4(mapping.headMap(0xFFFF));
        return ByteBuffer.allocate(20 + basic.length + full.length)
                .putShort((short) 0).putShort((short) 2)
                .putShort((short) 3).putShort((short) 1).putInt(20)
                .putShort((short) 3).putShort((short) 10).putInt(20 + basic.length)
                .put(basic).put(full).array();
    }

    private static byte[] format4(SortedMap<Integer, Integer> mapping) {
        int segments = mapping.size() + 1;
        int power = Integer.highestOneBit(segments);
        int length = 16 + 8 * segments;
        ByteBuffer table = ByteBuffer.allocate(length)
                .putShort((short) 4).putShort((short) length).putShort((short) 0)
                .putShort((short) (2 * segments)).putShort((short) (2 * power))
                .putShort((short) Integer.numberOfTrailingZeros(power)).putShort((short) (2 * (segments - power)));
        mapping.keySet().forEach(code -> table.putShort(code.shortValue()));
        table.putShort((short) 0xFFFF).putShort((short) 0);
        mapping.keySet().forEach(code -> table.putShort(code.shortValue()));
        table.putShort((short) 0xFFFF);
        mapping.forEach((code, glyph) -> table.putShort((short) (glyph - code)));
        table.putShort((short) 1);
        return table.array(); // idRangeOffset stays zero
    }

    private static byte[] format12(SortedMap<Integer, Integer> mapping) {
        int length = 16 + 12 * mapping.size();
        ByteBuffer table = ByteBuffer.allocate(length)
                .putShort((short) 12).putShort((short) 0).putInt(length).putInt(0).putInt(mapping.size());
        mapping.forEach((code, glyph) -> table.putInt(code).putInt(code).putInt(glyph));
        return table.array();
    }

    /**
     * The font file with further tables; sums and offsets are made anew (OpenType, "Organization of an OpenType
     * Font").
     */
    private static byte[] withTables(byte[] font, Map<String, byte[]> further) {
        SortedMap<String, byte[]> tables = new TreeMap<>(further);
        ByteBuffer old = ByteBuffer.wrap(font);
        for (int i = 0; i < old.getShort(4); i++) {
            int entry = HEADER + DIRECTORY_ENTRY * i;
            String tag = new String(font, entry, 4, StandardCharsets.ISO_8859_1);
            byte[] table = new byte[old.getInt(entry + 12)];
            old.get(old.getInt(entry + 8), table);
            tables.putIfAbsent(tag, table);
        }
        ByteBuffer.wrap(tables.get("head")).putInt(8, 0); // checkSumAdjustment, filled in below
        int count = tables.size();
        int power = Integer.highestOneBit(count);
        int size = HEADER + DIRECTORY_ENTRY * count + tables.values().stream().mapToInt(t -> padded(t.length)).sum();
        ByteBuffer file = ByteBuffer.allocate(size)
                .putInt(0x00010000).putShort((short) count).putShort((short) (16 * power))
                .putShort((short) Integer.numberOfTrailingZeros(power)).putShort((short) (16 * (count - power)));
        int offset = HEADER + DIRECTORY_ENTRY * count;
        int head = 0;
        for (Map.Entry<String, byte[]> table : tables.entrySet()) {
            byte[] bytes = table.getValue();
            file.put(offset, bytes);
            file.put(table.getKey().getBytes(StandardCharsets.ISO_8859_1))
                    .putInt(sum(file, offset, padded(bytes.length))).putInt(offset).putInt(bytes.length);
            head = table.getKey().equals("head") ? offset : head;
            offset += padded(bytes.length);
        }
        file.putInt(head + 8, 0xB1B0AFBA - sum(file, 0, size));
        return file.array();
    }

    private static int sum(ByteBuffer file, int from, int length) {
        int sum = 0;
        for (int at = from; at < from + length; at += 4) {
            sum += file.getInt(at);
        }
        return sum;
    }

    private static int padded(int length) {
        return length + 3 & ~3;
    }
}
