package cn.zhenglu.seal.verify;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Whether the seal that a reader shows is the one that was sealed. Readers draw the picture out of the signed data at the places
 * that Signature.xml names (GB/T 33190-2016, 18.2); some take it from Seal.esl beside it, which nothing else protects.
 */
final class StampVerification {

    private final OfdPackage files;
    private final OfdDocument document;
    private final SignatureFile file;
    private final Findings findings;

    StampVerification(OfdPackage files, OfdDocument document, SignatureFile file, Findings findings) {
        this.files = files;
        this.document = document;
        this.file = file;
        this.findings = findings;
    }

    void verify(SesSeal seal) throws Refusal {
        String problem = placementProblem(seal);
        findings.judge(problem == null, Rule.STAMP_PLACEMENT, "印章图像位于页面之内。", problem);
        if (file.sealFile() == null) {
            findings.notApplicable(Rule.STAMP_SEAL_FILE, "文件未另附印章文件。");
        } else {
            findings.judge(Arrays.equals(files.bytes(file.sealFile()), seal.encoded()), Rule.STAMP_SEAL_FILE,
                    "所附印章文件与签章中的印章相同。",
                    "所附印章文件“" + file.sealFile() + "”与签章中的印章不同：显示的可能不是所盖的印章。");
        }
    }

    private String placementProblem(SesSeal seal) {
        List<SignatureFile.Stamp> stamps = file.stamps();
        if (stamps.isEmpty()) {
            return "印章没有显示在任何页面上。";
        }
        for (SignatureFile.Stamp stamp : stamps) {
            OfdDocument.Page page = document.pages().get(stamp.pageId());
            if (page == null) {
                return "印章所在的页面“" + stamp.pageId() + "”不存在。";
            }
            if (stamp.visible() == null || !page.box().encloses(stamp.visible())) {
                return "印章的位置不在页面之内。";
            }
        }
        return isPicture(seal.pictureType(), seal.picture()) ? null : "印章中的图像不是其所称的 " + seal.pictureType() + " 格式。";
    }

    private static boolean isPicture(String type, byte[] data) {
        String head = new String(data, 0, Math.min(data.length, 256), StandardCharsets.ISO_8859_1);
        return switch (type.toUpperCase(Locale.ROOT)) {
            case "PNG" -> head.startsWith("\u0089PNG\r\n\u001a\n");
            case "JPG", "JPEG" -> head.startsWith("\u00ff\u00d8\u00ff");
            case "GIF" -> head.startsWith("GIF8");
            case "BMP" -> head.startsWith("BM");
            case "TIF", "TIFF" -> head.startsWith("II*\0") || head.startsWith("MM\0*");
            case "SVG" -> head.contains("<");
            case "OFD" -> head.startsWith("PK\u0003\u0004");
            default -> false;
        };
    }
}
