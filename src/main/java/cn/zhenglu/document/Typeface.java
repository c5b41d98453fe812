package cn.zhenglu.document;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.awt.geom.AffineTransform;
import java.awt.geom.GeneralPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.BitSet;
import java.util.SortedSet;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.FontHeaders;
import org.apache.fontbox.ttf.OS2WindowsMetricsTable;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.io.RandomAccessReadBufferedFile;

/**
 * One font file of the template (TrueType outlines), read when first needed and kept: fonts for rare characters are
 * big, and most licences need none. Safe for use by many threads.
 */
final class Typeface {

    /** OpenType, table OS/2: what its maker forbids. */
    private static final int NO_EMBEDDING = OS2WindowsMetricsTable.FSTYPE_RESTRICTED | OS2WindowsMetricsTable.FSTYPE_NO_SUBSETTING
            | OS2WindowsMetricsTable.FSTYPE_BITMAP_ONLY;

    /** Those in use: the templates of several certificates share fonts, of which each takes tens of megabytes. */
    private static final Cache<Version, Typeface> IN_USE = Caffeine.newBuilder().weakValues().build();

    private final String name;
    private final Path file;
    private TrueTypeFont parsed;
    private CmapLookup glyphs;
    /** To find out is to read the outline; every text asks again. */
    private final BitSet asked = new BitSet();
    private final BitSet shown = new BitSet();

    /**
     * The font of a file, as others have it already.
     *
     * @param name how the template calls it
     * @param file a {@code .ttf} file
     */
    static Typeface of(String name, Path file) {
        try {
            return IN_USE.get(new Version(name, file.toRealPath(), Files.getLastModifiedTime(file)), version -> new Typeface(name, file));
        } catch (IOException unreadable) {
            throw unreadable(file, unreadable.getMessage(), unreadable);
        }
    }

    private Typeface(String name, Path file) {
        this.name = name;
        this.file = file;
    }

    private record Version(String name, Path file, FileTime changed) {
    }

    /** Looks at the file's head only, so that a wrong file is found when the server starts. */
    void check() {
        try (RandomAccessReadBufferedFile in = new RandomAccessReadBufferedFile(file)) {
            FontHeaders headers = new TTFParser().parseTableHeaders(in);
            if (headers.getError() != null || headers.isOpenTypePostScript()) {
                throw unreadable(file, headers.getError() == null ? "轮廓为 PostScript 格式" : headers.getError(), null);
            }
            if (headers.getOS2Windows() != null && (headers.getOS2Windows().getFsType() & NO_EMBEDDING) != 0) {
                throw new BrokenTemplate("字体文件 " + file + " 的许可标志（fsType）不允许嵌入或取子集，不得用于证照。请换用允许嵌入的字体。");
            }
        } catch (IOException unreadable) {
            throw unreadable(file, unreadable.getMessage(), unreadable);
        }
    }

    String name() {
        return name;
    }

    /** PostScript name, e.g. {@code NotoSerifSC-Regular}. */
    String postScriptName() {
        try {
            return font().getName() == null ? name : font().getName();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Whether it can show the character: has a glyph that is not empty, or the character is a space. */
    synchronized boolean shows(int codePoint) {
        if (!asked.get(codePoint)) {
            shown.set(codePoint, hasGlyph(codePoint));
            asked.set(codePoint);
        }
        return shown.get(codePoint);
    }

    private boolean hasGlyph(int codePoint) {
        try {
            int glyph = glyph(codePoint);
            if (glyph == 0 || Character.getType(codePoint) == Character.PRIVATE_USE) {
                return false;
            }
            return Character.isSpaceChar(codePoint) || font().getGlyph().getGlyph(glyph).getNumberOfContours() != 0;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Width of the character at size 1. */
    double advance(int codePoint) {
        try {
            return (double) font().getAdvanceWidth(glyph(codePoint)) / font().getUnitsPerEm();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Outline of the character at size 1, origin on the baseline, y upwards; empty for a space. */
    GeneralPath outline(int codePoint) {
        try {
            GeneralPath path = new GeneralPath(font().getGlyph().getGlyph(glyph(codePoint)).getPath());
            double scale = 1.0 / font().getUnitsPerEm();
            path.transform(AffineTransform.getScaleInstance(scale, scale));
            return path;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** A font file with these characters only. */
    SubsetFont subset(SortedSet<Integer> codePoints) {
        try {
            return SubsetFont.of(font(), postScriptName(), codePoints, this::glyph);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private int glyph(int codePoint) {
        font();
        return glyphs.getGlyphId(codePoint);
    }

    private synchronized TrueTypeFont font() {
        if (parsed == null) {
            try {
                parsed = new TTFParser().parse(new RandomAccessReadBuffer(Files.readAllBytes(file)));
                glyphs = parsed.getUnicodeCmapLookup();
            } catch (IOException unreadable) {
                throw unreadable(file, unreadable.getMessage(), unreadable);
            }
        }
        return parsed;
    }

    private static BrokenTemplate unreadable(Path file, String why, Exception cause) {
        return new BrokenTemplate("字体文件 " + file + " 无法使用：" + why + "。请检查文件是否完整、是否为 TrueType 轮廓（.ttf）。", cause);
    }
}
