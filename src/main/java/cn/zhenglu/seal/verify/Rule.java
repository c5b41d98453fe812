package cn.zhenglu.seal.verify;

/** Everything the verifier looks at, in the order in which it looks. The codes are stable: scripts and statistics use them. */
public enum Rule {

    // The container. Each of these appears only when it is broken, and then nothing inside is looked at
    PACKAGE_TOO_LARGE("package.too-large", Kind.READABILITY),
    PACKAGE_NOT_ZIP("package.not-zip", Kind.READABILITY),
    PACKAGE_TRUNCATED("package.truncated", Kind.READABILITY),
    /** Encryption, ZIP64, split archives, compression other than stored and deflate. */
    PACKAGE_UNSUPPORTED("package.unsupported", Kind.READABILITY),
    PACKAGE_TOO_MANY_ENTRIES("package.too-many-entries", Kind.READABILITY),
    PACKAGE_ENTRY_TOO_LARGE("package.entry-too-large", Kind.READABILITY),
    PACKAGE_TOTAL_TOO_LARGE("package.total-too-large", Kind.READABILITY),
    PACKAGE_COMPRESSION_RATIO("package.compression-ratio", Kind.READABILITY),
    PACKAGE_NESTED_ARCHIVE("package.nested-archive", Kind.READABILITY),
    /** No OFD.xml: some other kind of zip file. */
    PACKAGE_NOT_OFD("package.not-ofd", Kind.READABILITY),
    PACKAGE_STRAY_BYTES("package.stray-bytes", Kind.SAFETY),
    PACKAGE_OVERLAP("package.overlap", Kind.SAFETY),
    PACKAGE_HEADERS_DISAGREE("package.headers-disagree", Kind.SAFETY),
    PACKAGE_ABSOLUTE_PATH("package.absolute-path", Kind.SAFETY),
    PACKAGE_PARENT_PATH("package.parent-path", Kind.SAFETY),
    PACKAGE_ILLEGAL_NAME("package.illegal-name", Kind.SAFETY),
    PACKAGE_DUPLICATE_ENTRY("package.duplicate-entry", Kind.SAFETY),
    /** Length or CRC-32 of an entry differ from what the directory says. */
    PACKAGE_ENTRY_DATA("package.entry-data", Kind.SAFETY),
    /** A document type declaration: the door to external entities and entity bombs. OFD parts need none. */
    XML_DOCTYPE("xml.doctype", Kind.SAFETY),
    XML_MALFORMED("xml.malformed", Kind.SAFETY),
    XML_TOO_LARGE("xml.too-large", Kind.SAFETY),

    /** The container as a whole. */
    PACKAGE("package", Kind.REQUIRED),
    /** Every XML part is well-formed and free of document type declarations. */
    XML("xml", Kind.REQUIRED),

    // The document, GB/T 33190-2016
    /** Exactly one DocBody (7.4): with a second one, two readers could show two documents. */
    DOCUMENT_BODY("document.body", Kind.REQUIRED),
    /** Document root and pages are where the entry says (7.5). */
    DOCUMENT_STRUCTURE("document.structure", Kind.REQUIRED),

    // The signature file, GB/T 33190-2016, 18
    SIGNATURE_PRESENT("signature.present", Kind.REQUIRED),
    /** Signature.xml is complete, and its form is one we verify. */
    SIGNATURE_STRUCTURE("signature.structure", Kind.REQUIRED),
    /** SM2 and SM3, by our list and not by the document's choice. */
    SIGNATURE_ALGORITHMS("signature.algorithms", Kind.REQUIRED),
    /** No file that ought to be signed is left out: none was added. */
    SIGNATURE_COVERAGE("signature.coverage", Kind.REQUIRED),
    /** Every signed file is there, named once: none was removed. */
    SIGNATURE_REFERENCES("signature.references", Kind.REQUIRED),
    /** No signed file was changed. */
    SIGNATURE_DIGESTS("signature.digests", Kind.REQUIRED),

    // The seal, GB/T 38540-2020 (6.3 and 7.3) or GM/T 0031-2014
    SEAL_STRUCTURE("seal.structure", Kind.REQUIRED),
    SEAL_ALGORITHMS("seal.algorithms", Kind.REQUIRED),
    /** The seal was put on this Signature.xml and no other. */
    SEAL_DATA_HASH("seal.data-hash", Kind.REQUIRED),
    SEAL_PROPERTY_INFO("seal.property-info", Kind.REQUIRED),
    /** There is a signature value at all. */
    SEAL_SIGNATURE_VALUE("seal.signature-value", Kind.REQUIRED),
    SEAL_SIGNATURE("seal.signature", Kind.REQUIRED),
    SEAL_MAKER_SIGNATURE("seal.maker-signature", Kind.REQUIRED),
    SEAL_SIGNER_LISTED("seal.signer-listed", Kind.REQUIRED),
    SEAL_TIME("seal.time", Kind.REQUIRED),
    SEAL_VALIDITY("seal.validity", Kind.REQUIRED),

    // Certificates, GB/T 20518 and RFC 5280
    SIGNER_VALIDITY("signer.validity", Kind.REQUIRED),
    SIGNER_USAGE("signer.usage", Kind.REQUIRED),
    SIGNER_CHAIN("signer.chain", Kind.REQUIRED),
    MAKER_VALIDITY("maker.validity", Kind.REQUIRED),
    MAKER_USAGE("maker.usage", Kind.REQUIRED),
    MAKER_CHAIN("maker.chain", Kind.REQUIRED),
    CERTIFICATE_REVOCATION("certificate.revocation", Kind.OPTIONAL),

    // What a reader shows
    /** The sealed picture is a picture, and stands on a page of the document. */
    STAMP_PLACEMENT("stamp.placement", Kind.REQUIRED),
    /** Seal.esl beside the signature is the sealed seal. */
    STAMP_SEAL_FILE("stamp.seal-file", Kind.OPTIONAL),
    TIMESTAMP("timestamp", Kind.OPTIONAL),

    // Our own documents
    CONTENT_TEXT("content.text", Kind.OPTIONAL),
    CONTENT_ATTACHMENT("content.attachment", Kind.OPTIONAL),
    CONTENT_QR("content.qr", Kind.OPTIONAL),

    /** A defect of the verifier: never a reason to trust a document. */
    INTERNAL("internal", Kind.READABILITY);

    /** What a failure of the rule, or its absence, means for the verdict. */
    enum Kind {
        /** Failed: the file cannot be read as an OFD within the limits. */
        READABILITY,
        /** Failed: invalid, and not looked into further. */
        SAFETY,
        /** Valid only when this was looked at and passed. */
        REQUIRED,
        /** Invalid when failed, no matter otherwise. */
        OPTIONAL
    }

    private final String code;
    private final Kind kind;

    Rule(String code, Kind kind) {
        this.code = code;
        this.kind = kind;
    }

    /** Stable key, e.g. {@code seal.validity}. */
    public String code() {
        return code;
    }

    Kind kind() {
        return kind;
    }
}
