package cn.zhenglu.seal.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.w3c.dom.Element;

/**
 * The one document of a package (GB/T 33190-2016, 7.4 and 7.5), as far as verification needs it.
 *
 * @param rootPath     path of Document.xml
 * @param signatures   path of Signatures.xml as OFD.xml names it, or {@code null} when the document is not signed
 * @param metadata     CustomDatas of OFD.xml: name → value
 * @param pages        ID → page, in order
 * @param templates    paths of template pages, which are shown behind pages
 * @param attachments  path of Attachments.xml, or {@code null}
 * @param others       paths of further XML parts that a reader opens: resource lists, annotations, custom tags, extensions
 */
record OfdDocument(String rootPath, String signatures, Map<String, String> metadata, Map<String, Page> pages,
                   List<String> templates, String attachments, Set<String> others) {

    private static final String ENTRY = "/OFD.xml";

    /**
     * A page.
     *
     * @param path of its Content.xml
     * @param box  physical size, millimetres
     */
    record Page(String path, Box box) {
    }

    /** Reads the entry file and the document root, and records both checks. */
    static OfdDocument read(OfdPackage files, Limits limits, Findings findings) throws Refusal {
        if (!files.has(ENTRY)) {
            throw new Refusal(Rule.PACKAGE_NOT_OFD, "文件不是 OFD：压缩包内没有 OFD.xml。");
        }
        Element entry = SafeXml.tree(ENTRY, files.bytes(ENTRY), limits);
        List<Element> bodies = SafeXml.children(entry, "DocBody");
        if (bodies.size() != 1) {
            throw new Refusal(Rule.DOCUMENT_BODY, "OFD.xml 中有 " + bodies.size() + " 个文档主体（DocBody），应当恰有一个。");
        }
        findings.passed(Rule.DOCUMENT_BODY, "文件中恰有一个文档主体。");

        Rule rule = Rule.DOCUMENT_STRUCTURE;
        Element body = bodies.get(0);
        String rootPath = existing(files, ENTRY, SafeXml.required(body, "DocRoot", rule), "文档根节点");
        Element root = SafeXml.tree(rootPath, files.bytes(rootPath), limits);
        Element common = SafeXml.required(root, "CommonData", rule);
        Box defaultBox = physicalBox(SafeXml.child(common, "PageArea", rule));
        Map<String, Page> pages = new LinkedHashMap<>();
        for (Element page : SafeXml.children(SafeXml.required(root, "Pages", rule), "Page")) {
            String path = existing(files, rootPath, page.getAttribute("BaseLoc"), "页面");
            if (pages.put(page.getAttribute("ID"), new Page(path, pageBox(path, files.bytes(path), limits, defaultBox))) != null) {
                throw new Refusal(rule, "有两个页面的标识同为“" + page.getAttribute("ID") + "”。");
            }
        }
        if (pages.isEmpty()) {
            throw new Refusal(rule, "文档没有页面。");
        }
        List<String> templates = new ArrayList<>();
        for (Element template : SafeXml.children(common, "TemplatePage")) {
            templates.add(existing(files, rootPath, template.getAttribute("BaseLoc"), "模板页"));
        }
        Element attachments = SafeXml.child(root, "Attachments", rule);
        String attachmentsPath = attachments == null ? null : existing(files, rootPath, attachments, "附件列表");
        Element signatures = SafeXml.child(body, "Signatures", rule);
        String signaturesPath = signatures == null ? null : existing(files, ENTRY, signatures, "签名列表");
        findings.passed(rule, "文档结构完整，共 " + pages.size() + " 页。");
        return new OfdDocument(rootPath, signaturesPath, metadata(body), pages, templates, attachmentsPath,
                others(files, rootPath, common, root));
    }

    /** Whether they are there is the readers' business: one that is missing shows nothing. */
    private static Set<String> others(OfdPackage files, String rootPath, Element common, Element root) {
        Set<String> others = new TreeSet<>();
        for (Element parent : List.of(common, root)) {
            for (String name : List.of("PublicRes", "DocumentRes", "Annotations", "CustomTags", "Extensions")) {
                SafeXml.children(parent, name).stream().map(loc -> OfdLocation.resolve(rootPath, SafeXml.text(loc)))
                        .filter(path -> path != null && files.has(path)).forEach(others::add);
            }
        }
        return others;
    }

    private static Map<String, String> metadata(Element body) throws Refusal {
        Rule rule = Rule.DOCUMENT_STRUCTURE;
        Element info = SafeXml.required(body, "DocInfo", rule);
        Element customs = SafeXml.child(info, "CustomDatas", rule);
        Map<String, String> metadata = new LinkedHashMap<>();
        if (customs != null) {
            for (Element custom : SafeXml.children(customs, "CustomData")) {
                String name = custom.getAttribute("Name");
                if (metadata.put(name, SafeXml.text(custom)) != null) {
                    throw new Refusal(rule, "元数据“" + name + "”出现了两次。");
                }
            }
        }
        return metadata;
    }

    private static Box pageBox(String path, byte[] content, Limits limits, Box otherwise) throws Refusal {
        PageArea area = new PageArea();
        SafeXml.read(path, content, limits, area);
        Box own = Box.parse(area.physicalBox());
        Box box = own == null ? otherwise : own;
        if (box == null) {
            throw new Refusal(Rule.DOCUMENT_STRUCTURE, "页面“" + path + "”没有尺寸。");
        }
        return box;
    }

    private static Box physicalBox(Element area) throws Refusal {
        return area == null ? null : Box.parse(SafeXml.text(SafeXml.child(area, "PhysicalBox", Rule.DOCUMENT_STRUCTURE)));
    }

    private static String existing(OfdPackage files, String base, Element loc, String what) throws Refusal {
        return existing(files, base, SafeXml.text(loc), what);
    }

    private static String existing(OfdPackage files, String base, String loc, String what) throws Refusal {
        String path = OfdLocation.resolve(base, loc);
        if (path == null || !files.has(path)) {
            throw new Refusal(Rule.DOCUMENT_STRUCTURE, what + "“" + loc + "”不在文件中。");
        }
        return path;
    }
}
