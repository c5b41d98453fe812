package cn.zhenglu.document;

import cn.zhenglu.document.PageContent.Ids;
import cn.zhenglu.licence.CertificateType;
import cn.zhenglu.licence.Issuer;
import cn.zhenglu.licence.LicenceDocument;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Submission;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Composes certificates of one type: one page, the platform's code as a QR symbol, the metadata of GB/T 36903 and the record as
 * attachments.
 */
final class TypeComposer {

    /** Dates on the document are those of the place where it is issued. */
    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
    private static final String DOC = "Doc_0/";

    private final Template template;
    private final CertificateType type;
    private final Issuer issuer;
    private final Map<String, PrintedField> printed;
    private final Typesetter typesetter;
    private final List<PackageWriter.Packed> fixed = new ArrayList<>();
    private final String fixedId;
    private final int lastFixedId;

    /** As {@link Composer}. */
    TypeComposer(Template template, CertificateType type, Issuer issuer) {
        template.requirePrintable(type);
        this.template = template;
        this.type = type;
        this.issuer = issuer;
        this.printed = PrintedField.of(type).stream().collect(Collectors.toUnmodifiableMap(PrintedField::key, Function.identity()));
        this.typesetter = new Typesetter(template.typefaces());
        Ids ids = new Ids(0);
        this.fixedId = ids.next();
        PageContent.Written written = fixedContent().write(template.page(), null, "Background", "fixed-", ids);
        fixed.add(PackageWriter.pack(DOC + "PublicRes.xml", written.resources()));
        fixed.add(PackageWriter.pack(DOC + "Tpls/Tpl_0/Content.xml", written.content()));
        written.fonts().forEach((name, font) -> fixed.add(PackageWriter.pack(DOC + "Res/" + name, font)));
        this.lastFixedId = ids.last();
    }

    /** As {@link Composer#proof}. */
    void proof(Submission submission) {
        setTexts(submission, new PageContent());
    }

    /** As {@link Composer#compose}. */
    LicenceDocument compose(Submission submission) {
        Ids ids = new Ids(lastFixedId);
        String pageId = ids.next();
        PageContent.Written page = ownContent(submission).write(template.page(), fixedId, "Body", "font-", ids);
        RecordAttachment attachment = new RecordAttachment(submission, issuer);
        byte[] json = attachment.json();
        byte[] xml = attachment.xml();

        PackageWriter out = new PackageWriter()
                .add("OFD.xml", entry(submission))
                .add(DOC + "Document.xml", document(pageId, ids.last()));
        fixed.forEach(out::add);
        out.add(DOC + "DocumentRes.xml", page.resources())
                .add(DOC + "Pages/Page_0/Content.xml", page.content());
        page.fonts().forEach((name, font) -> out.store(DOC + "Res/" + name, font));
        out.add(DOC + "Attachs/Attachments.xml", attachments(submission, json.length, xml.length))
                .add(DOC + "Attachs/licence.json", json)
                .add(DOC + "Attachs/licence.xml", xml);
        return new LicenceDocument(submission, out.bytes(), template.seal());
    }

    private PageContent fixedContent() {
        PageContent content = new PageContent();
        content.draw(template.background());
        for (TextItem item : template.items()) {
            if (item.fixed()) {
                try {
                    content.add(typesetter.set(item, item.text(), null, item.name()));
                } catch (NeedsPerson unfit) {
                    throw new BrokenTemplate("证照模板的固定文字有误：" + unfit.getMessage() + "。", unfit);
                }
            }
        }
        return content;
    }

    private PageContent ownContent(Submission submission) {
        PageContent content = new PageContent();
        content.draw(symbol(submission), template.qr());
        return setTexts(submission, content);
    }

    private PageContent setTexts(Submission submission, PageContent content) {
        template.items().stream().filter(item -> !item.fixed()).forEach(item -> {
            String text = item.fill(key -> value(printed.get(key), submission));
            PrintedField field = printed.get(item.placeholders().get(0));
            content.add(typesetter.set(item, text, field.key(), field.label()));
        });
        return content;
    }

    private QrSymbol symbol(Submission submission) {
        if (submission.code() == null || submission.code().isEmpty()) {
            throw new IllegalStateException("submission " + submission.id() + " has no code yet: nothing to compose");
        }
        try {
            return QrSymbol.of(submission.code());
        } catch (IllegalArgumentException tooLong) {
            throw new NeedsPerson("document.code-too-long", null,
                    "平台赋码共 " + submission.code().length() + " 字，超出二维码所能容纳的长度", "请与省级中转服务的管理单位核对赋码结果");
        }
    }

    private String value(PrintedField field, Submission submission) {
        String value = field.of(submission, issuer);
        if (value == null || value.isBlank()) {
            throw new NeedsPerson("document.missing", field.key(), field.label() + "为空，无法印制证照",
                    "请在审批数据中补齐" + field.label() + "后重试");
        }
        return value;
    }

    /** OFD.xml (GB/T 33190, 7.4). DocID is the submission's id: 32 hex digits, as the standard demands. */
    private byte[] entry(Submission submission) {
        LicenceRecord licence = submission.record();
        XmlPart ofd = XmlPart.ofd("OFD", "Version", "1.0", "DocType", "OFD").open("DocBody").open("DocInfo")
                .leaf("DocID", submission.id())
                .leaf("Title", type.name())
                .leaf("Author", issuer.name())
                .leaf("Subject", licence.certNum())
                .leaf("CreationDate", submission.codedAt() == null ? null
                        : LocalDate.ofInstant(submission.codedAt(), CHINA).toString())
                .leaf("Creator", "Zhenglu")
                .open("CustomDatas");
        // names of the metadata: GB/T 36903
        metadata(ofd, "证照类型名称", type.name());
        metadata(ofd, "证照类型代码", type.code());
        metadata(ofd, "证照编号", licence.certNum());
        metadata(ofd, "证照标识", submission.identifier());
        metadata(ofd, "颁发机构", issuer.name());
        metadata(ofd, "颁发机构代码", issuer.code());
        metadata(ofd, "颁发日期", licence.issueDate());
        metadata(ofd, "有效期起始日期", licence.validFrom());
        metadata(ofd, "有效期截止日期", licence.validTo());
        metadata(ofd, "持证主体名称", licence.holderName());
        if (!type.isOfAPerson()) { // a person's identity number stays out of the file
            metadata(ofd, "持证主体代码", licence.holderCode());
            metadata(ofd, "持证主体代码类型", type.holderCodeLabel());
        }
        return ofd.close().close().leaf("DocRoot", DOC + "Document.xml").bytes();
    }

    private static void metadata(XmlPart ofd, String name, Object value) {
        ofd.leaf("CustomData", value == null ? null : value.toString(), "Name", name);
    }

    /** Document.xml (GB/T 33190, 7.5). */
    private byte[] document(String pageId, int lastId) {
        return XmlPart.ofd("Document")
                .open("CommonData")
                .leaf("MaxUnitID", Integer.toString(lastId))
                .open("PageArea").leaf("PhysicalBox", "0 0 " + Numbers.text(template.page().width()) + " "
                        + Numbers.text(template.page().height())).close()
                .leaf("PublicRes", "PublicRes.xml")
                .leaf("DocumentRes", "DocumentRes.xml")
                .empty("TemplatePage", "ID", fixedId, "Name", type.standard(), "ZOrder", "Background",
                        "BaseLoc", "Tpls/Tpl_0/Content.xml")
                .close()
                .open("Pages").empty("Page", "ID", pageId, "BaseLoc", "Pages/Page_0/Content.xml").close()
                .leaf("Attachments", "Attachs/Attachments.xml")
                .bytes();
    }

    /**
     * Attachments.xml (GB/T 33190, 20); sizes in KB. Its numbers are of type xs:ID, which must not begin with a
     * digit.
     */
    private static byte[] attachments(Submission submission, int jsonSize, int xmlSize) {
        String time = submission.codedAt() == null ? null
                : SECONDS.format(LocalDateTime.ofInstant(submission.codedAt(), CHINA));
        XmlPart list = XmlPart.ofd("Attachments");
        attachment(list, "json", jsonSize, time);
        attachment(list, "xml", xmlSize, time);
        return list.bytes();
    }

    private static void attachment(XmlPart list, String format, int size, String time) {
        list.open("Attachment", "ID", "licence-" + format, "Name", "licence." + format, "Format", format, "CreationDate", time,
                "Size", Numbers.text(size / 1024.0)).leaf("FileLoc", "licence." + format).close();
    }
}
