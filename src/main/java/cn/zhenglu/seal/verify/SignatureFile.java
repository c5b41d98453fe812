package cn.zhenglu.seal.verify;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.util.encoders.Base64;
import org.bouncycastle.util.encoders.DecoderException;
import org.w3c.dom.Element;

/**
 * A Signature.xml (GB/T 33190-2016, 18.2), as written: nothing in it has been judged yet.
 *
 * @param path            of itself
 * @param signatureMethod OID of the signature algorithm
 * @param checkMethod     OID or name of the digest algorithm; empty when left out
 * @param references      the files it covers
 * @param stamps          where the seal is shown
 * @param signedValue     path of SignedValue.dat
 * @param sealFile        path of Seal.esl, or {@code null}
 */
record SignatureFile(String path, String signatureMethod, String checkMethod, List<Reference> references, List<Stamp> stamps,
                     String signedValue, String sealFile) {

    /**
     * A covered file.
     *
     * @param path   in the package; {@code null} when the location leads out of it
     * @param loc    as written
     * @param digest as written, decoded
     */
    record Reference(String path, String loc, byte[] digest) {
    }

    /**
     * Where the seal's picture stands.
     *
     * @param pageId   ID of a page of the document
     * @param visible  millimetres on that page: the boundary, or what its clip leaves of it, as with a seal across several pages;
     *                 {@code null} when either is not four numbers with a positive size
     */
    record Stamp(String pageId, Box visible) {

        static Stamp of(Element annotation) {
            Box boundary = Box.parse(annotation.getAttribute("Boundary"));
            if (boundary != null && annotation.hasAttribute("Clip")) {
                boundary = boundary.clippedTo(Box.parse(annotation.getAttribute("Clip")));
            }
            return new Stamp(annotation.getAttribute("PageRef"), boundary);
        }
    }

    /** The signatures that Signatures.xml (18.1) lists, in order. */
    static List<SignatureFile> list(OfdPackage files, String listPath, Limits limits) throws Refusal {
        Rule rule = Rule.SIGNATURE_PRESENT;
        List<Element> listed = SafeXml.children(SafeXml.tree(listPath, files.bytes(listPath), limits), "Signature");
        if (listed.isEmpty()) {
            throw new Refusal(rule, "文件没有电子签章：签名列表是空的。");
        }
        if (listed.size() > limits.signatures()) {
            throw new Refusal(rule, "文件有 " + listed.size() + " 个签章，超过 " + limits.signatures() + " 个的限制。");
        }
        List<SignatureFile> signatures = new ArrayList<>();
        Set<String> paths = new HashSet<>();
        for (Element element : listed) {
            String type = element.getAttribute("Type");
            if (!type.isEmpty() && !type.equals("Seal")) {
                throw new Refusal(Rule.SIGNATURE_STRUCTURE, "签名的类型是“" + type + "”，不是电子签章（Seal），无法认定其印章。");
            }
            String loc = element.getAttribute("BaseLoc");
            String path = OfdLocation.resolve(listPath, loc);
            if (path == null || !files.has(path)) {
                throw new Refusal(Rule.SIGNATURE_STRUCTURE, "签名文件“" + loc + "”不在文件中。");
            }
            if (!paths.add(path)) {
                throw new Refusal(Rule.SIGNATURE_STRUCTURE, "签名文件“" + path + "”被列出两次。");
            }
            signatures.add(read(files, path, limits));
        }
        return signatures;
    }

    private static SignatureFile read(OfdPackage files, String path, Limits limits) throws Refusal {
        Rule rule = Rule.SIGNATURE_STRUCTURE;
        Element root = SafeXml.tree(path, files.bytes(path), limits);
        Element info = SafeXml.required(root, "SignedInfo", rule);
        Element references = SafeXml.required(info, "References", rule);
        List<Reference> covered = new ArrayList<>();
        for (Element reference : SafeXml.children(references, "Reference")) {
            String loc = reference.getAttribute("FileRef");
            covered.add(new Reference(OfdLocation.resolve(path, loc), loc, base64(SafeXml.required(reference, "CheckValue", rule), loc)));
        }
        List<Stamp> stamps = SafeXml.children(info, "StampAnnot").stream().map(Stamp::of).toList();
        Element seal = SafeXml.child(info, "Seal", rule);
        return new SignatureFile(path,
                SafeXml.text(SafeXml.child(info, "SignatureMethod", rule)),
                references.getAttribute("CheckMethod").strip(),
                List.copyOf(covered), stamps,
                existing(files, path, SafeXml.required(root, "SignedValue", rule), "签名值"),
                seal == null ? null : existing(files, path, SafeXml.required(seal, "BaseLoc", rule), "印章文件"));
    }

    private static byte[] base64(Element value, String loc) throws Refusal {
        try {
            return Base64.decode(SafeXml.text(value));
        } catch (DecoderException e) {
            throw new Refusal(Rule.SIGNATURE_STRUCTURE, "文件“" + loc + "”的杂凑值不是 Base64 编码。", e);
        }
    }

    private static String existing(OfdPackage files, String base, Element loc, String what) throws Refusal {
        String path = OfdLocation.resolve(base, SafeXml.text(loc));
        if (path == null || !files.has(path)) {
            throw new Refusal(Rule.SIGNATURE_STRUCTURE, what + "“" + SafeXml.text(loc) + "”不在文件中。");
        }
        return path;
    }

    /** The files that no signature can cover because they come to be with it. */
    Set<String> ownFiles() {
        Set<String> own = new HashSet<>(List.of(path, signedValue));
        if (sealFile != null) {
            own.add(sealFile);
        }
        return own;
    }
}
