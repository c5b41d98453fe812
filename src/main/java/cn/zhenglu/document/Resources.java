package cn.zhenglu.document;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.w3c.dom.Element;

/** What a package's pages refer to by number: embedded fonts, pictures, drawing parameters (GB/T 33190, 7.9). */
final class Resources {

    private static final long MOST_PIXELS = 20_000_000;

    static final String NOT_COMPARED = "not compared";
    private static final String FONT = "font ";
    private static final String PICTURE = "picture ";
    private static final String PARAMETER = "parameter ";

    private final PackageReader files;
    private final SkippedParts skipped;
    private final Map<String, String> fontFiles = new HashMap<>();
    private final Map<String, String> pictureFiles = new HashMap<>();
    private final Map<String, Element> parameters = new HashMap<>();
    private final Map<String, TrueTypeFont> fonts = new HashMap<>();
    private final Set<String> asked = new TreeSet<>();

    Resources(PackageReader files, SkippedParts skipped) {
        this.files = files;
        this.skipped = skipped;
    }

    /** Adds the resources that a list names. */
    void add(String from, String location) {
        String path = PackageReader.resolve(from, location);
        Element list = files.xml(path);
        String base = PackageReader.resolve(path, list.getAttribute("BaseLoc"));
        String folder = base.isEmpty() ? path : base + "/";
        for (Element group : SafeXml.children(list)) {
            for (Element resource : SafeXml.children(group)) {
                String id = resource.getAttribute("ID");
                Element file = SafeXml.children(resource).stream()
                        .filter(child -> child.getLocalName().endsWith("File")).findFirst().orElse(null);
                switch (resource.getLocalName()) {
                    case "Font" -> {
                        if (file != null) {
                            fontFiles.put(id, PackageReader.resolve(folder, file.getTextContent()));
                        }
                    }
                    case "MultiMedia" -> {
                        if (file != null && resource.getAttribute("Type").equals("Image")) {
                            pictureFiles.put(id, PackageReader.resolve(folder, file.getTextContent()));
                        }
                    }
                    case "DrawParam" -> parameters.put(id, resource);
                    case "ColorSpace" -> { } // colours are told apart by their number of components
                    default -> skipped.add("不支持的资源类型 " + resource.getLocalName());
                }
            }
        }
    }

    /** The embedded font, or {@code null}; then it is reported. */
    TrueTypeFont font(String id) {
        asked.add(FONT + id);
        return fonts.computeIfAbsent(id, key -> {
            byte[] file = fontFiles.containsKey(key) ? files.file(fontFiles.get(key)) : null;
            if (file == null) {
                skipped.add("字体 " + key + " 未嵌入文件，使用该字体的文字未绘制");
                return null;
            }
            try {
                return new TTFParser(true).parse(new RandomAccessReadBuffer(file));
            } catch (IOException | RuntimeException broken) {
                skipped.add("字体 " + key + " 无法读取，使用该字体的文字未绘制");
                return null;
            }
        });
    }

    /** The picture, or {@code null}; then it is reported. */
    BufferedImage picture(String id) {
        asked.add(PICTURE + id);
        byte[] file = pictureFiles.containsKey(id) ? files.file(pictureFiles.get(id)) : null;
        try {
            BufferedImage picture = file == null ? null : decode(file);
            if (picture == null) {
                skipped.add("图片 " + id + " 不存在或格式不受支持，未绘制");
            }
            return picture;
        } catch (IOException | RuntimeException broken) {
            skipped.add("图片 " + id + " 无法读取，未绘制");
            return null;
        }
    }

    /** A drawing parameter, or {@code null}. */
    Element parameter(String id) {
        asked.add(PARAMETER + id);
        return parameters.get(id);
    }

    /** What it has been asked for so far. */
    Set<String> asked() {
        return asked;
    }

    /**
     * What is behind some names that were asked for, in this package or another: where it is equal, they are drawn alike. A drawing
     * parameter is {@link #NOT_COMPARED}.
     */
    Map<String, String> fingerprint(Set<String> names) {
        Map<String, String> fingerprint = new TreeMap<>();
        for (String name : names) {
            String id = name.substring(name.indexOf(' ') + 1);
            fingerprint.put(name, name.startsWith(PARAMETER) ? parameters.containsKey(id) ? NOT_COMPARED : ""
                    : files.digest((name.startsWith(FONT) ? fontFiles : pictureFiles).get(id)));
        }
        return fingerprint;
    }

    /** A picture file, or {@code null} when its format is unknown; its size is looked at before it is unpacked. */
    static BufferedImage decode(byte[] file) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return null;
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in);
                if ((long) reader.getWidth(0) * reader.getHeight(0) > MOST_PIXELS) {
                    throw new IOException("picture too large");
                }
                return reader.read(0);
            } finally {
                reader.dispose();
            }
        }
    }
}
