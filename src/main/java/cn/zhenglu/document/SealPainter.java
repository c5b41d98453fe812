package cn.zhenglu.document;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import org.w3c.dom.Element;

/**
 * Paints the pictures of the package's electronic seals where their signatures place them (GB/T 33190, 18.2:
 * StampAnnot).
 */
final class SealPainter {

    private static final int MOST_SIGNATURES = 64;

    private final PackageReader files;
    private final Graphics2D page;
    private final SkippedParts skipped;

    SealPainter(PackageReader files, Graphics2D page, SkippedParts skipped) {
        this.files = files;
        this.page = page;
        this.skipped = skipped;
    }

    /**
     * @param body   of OFD.xml
     * @param pageId number of the page that is drawn
     */
    void paint(Element body, String pageId) {
        Element location = SafeXml.child(body, "Signatures");
        if (location == null) {
            return;
        }
        String listPath = PackageReader.resolve("OFD.xml", location.getTextContent());
        SafeXml.children(files.xml(listPath), "Signature").stream().limit(MOST_SIGNATURES)
                .forEach(entry -> paintSignature(PackageReader.resolve(listPath, entry.getAttribute("BaseLoc")), pageId));
    }

    private void paintSignature(String path, String pageId) {
        Element signature = files.xml(path);
        List<Element> stamps = SafeXml.children(SafeXml.required(signature, "SignedInfo"), "StampAnnot").stream()
                .filter(stamp -> stamp.getAttribute("PageRef").equals(pageId)).toList();
        if (stamps.isEmpty()) {
            return;
        }
        try {
            byte[] value = files.file(PackageReader.resolve(path, SafeXml.required(signature, "SignedValue").getTextContent()));
            if (value == null) {
                throw new IllegalArgumentException("签名值文件不存在");
            }
            SealPicture seal = SealPicture.of(value);
            BufferedImage picture = Resources.decode(seal.bytes());
            if (picture == null) {
                throw new IllegalArgumentException("印章图片格式 " + seal.format() + " 不受支持");
            }
            stamps.forEach(stamp -> paintStamp(stamp, picture));
        } catch (IOException | IllegalArgumentException unusable) {
            skipped.add("印章未绘制：" + unusable.getMessage());
        }
    }

    private void paintStamp(Element stamp, BufferedImage picture) {
        Rectangle2D box = Attributes.box(stamp, "Boundary");
        Graphics2D graphics = (Graphics2D) page.create();
        try {
            if (stamp.hasAttribute("Clip")) {
                Rectangle2D clip = Attributes.box(stamp, "Clip");
                graphics.clip(new Rectangle2D.Double(box.getX() + clip.getX(), box.getY() + clip.getY(),
                        clip.getWidth(), clip.getHeight()));
            }
            graphics.setComposite(Ink.SEAL);
            graphics.drawImage(picture, new AffineTransform(box.getWidth() / picture.getWidth(), 0, 0,
                    box.getHeight() / picture.getHeight(), box.getX(), box.getY()), null);
        } finally {
            graphics.dispose();
        }
    }
}
