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

/**
 * Composes the licence as an OFD package (GB/T 33190-2016): one page, the platform's code as a QR symbol, the
 * metadata of GB/T 36903 and the record as attachments. The same submission always gives the same bytes. Safe for use
 * by many threads.
 */
public final class Composer {

    /** Dates on the document are those of the place where it is issued. */
    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
    private static final String DOC = "Doc_0/";

    private final Template template;
    private final CertificateType type;
    private final Issuer issuer;
    private final Typesetter typesetter;
    private final List<PackageWriter.Packed> fixed = new ArrayList<>();
    private final String fixedId;
    private final int lastFixedId;

    /**
     * Prepares what all licences have in common: border, labels, and their fonts.
     *
     * @throws BrokenTemplate when a label does not fit its box or has a character that no font shows
     */
    public Composer(Template template, CertificateType type, Issuer issuer) {
        this.template = template;
        this.type = type;
        this.issuer = issuer;
        this.typesetter = new Typesetter(template.typefaces());
        Ids ids = new Ids(0);
        this.fixedId = ids.next();
        PageContent.Written written = fixedContent().write(template.page(), null, "Background", "fixed-", ids);
        fixed.add(PackageWriter.pack(DOC + "PublicRes.xml", written.resources()));
        fixed.add(PackageWriter.pack(DOC + "Tpls/Tpl_0/Content.xml", written.content()));
        written.fonts().forEach((name, font) -> fixed.add(PackageWriter.pack(DOC + "Res/" + name, font)));
        this.lastFixedId = ids.last();
    }

    /**
     * Proves that the licence can be printed, before the platform is asked for a code that would then belong to nothing.
     *
     * @param submission with its identifier; it needs no code yet
     * @return the same
     * @throws NeedsPerson as {@link #compose}
     */
    public Submission proof(Submission submission) {
        setTexts(submission, new PageContent());
        return submission;
    }

    /**
     * The unsealed document.
     *
     * @param submission coded, and of an operation that makes a document
     * @throws NeedsPerson {@code document.no-glyph} when no font has a character, {@code document.too-long} when a
     * text does not
     *                     fit its box, {@code document.missing} when something printed is not in the submission
     */
    public LicenceDocument compose(Submission submission) {
        Ids ids = new Ids(lastFixedId);
        String pageId = ids.next();
        PageContent.Written page = ownContent(submission).write(template.page(), fixedId, "Body", "font-", ids);
        RecordAttachment attachment = new RecordAttachment(submission, type, issuer);
        byte[] json = attachment.json();
        byte[] xml = attachment.xml();

        PackageWriter out = new PackageWriter()
                .add("OFD.xml", entry(submission))
                .add(DOC + "Document.xml", document(pageId, ids.last()));
        fixed.forEach(out::add);
        out.add(DOC + "DocumentRes.xml", page.resources())
                .add(DOC + "Pages/Page_0/Content.xml", page.content());
        page.fonts().forEach((name, font) -> out.add(DOC + "Res/" + name, font));
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
            String text = item.fill(field -> value(field, submission));
            PrintedField field = PrintedField.named(item.placeholders().get(0)).orElseThrow();
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
        String value = field.of(submission, type, issuer);
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
        metadata(ofd, "持证主体名称", licence.companyName());
        metadata(ofd, "持证主体代码", licence.creditCode());
        metadata(ofd, "持证主体代码类型", "统一社会信用代码");
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
