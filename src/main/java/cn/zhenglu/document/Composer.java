package cn.zhenglu.document;

import cn.zhenglu.licence.CertificateType;
import cn.zhenglu.licence.Issuer;
import cn.zhenglu.licence.LicenceDocument;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Submission;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Composes certificates as OFD packages (GB/T 33190-2016), each type by its own template. The same submission always gives the
 * same bytes. Safe for use by many threads.
 */
public final class Composer {

    private final Map<String, TypeComposer> byType;

    /** For one type, see {@link #Composer(Map, Issuer)}. */
    public Composer(Template template, CertificateType type, Issuer issuer) {
        this(Map.of(type, template), issuer);
    }

    /**
     * Prepares what all certificates of a type have in common: border, labels, and their fonts.
     *
     * @throws BrokenTemplate when a label does not fit its box or has a character that no font shows, or a template prints what the
     *                        type does not say
     */
    public Composer(Map<CertificateType, Template> templates, Issuer issuer) {
        this.byType = templates.entrySet().stream().collect(Collectors.toUnmodifiableMap(entry -> entry.getKey().id(),
                entry -> new TypeComposer(entry.getValue(), entry.getKey(), issuer)));
    }

    /**
     * Proves that the licence can be printed, before the platform is asked for a code that would then belong to nothing.
     *
     * @param submission with its identifier; it needs no code yet
     * @return the same
     * @throws NeedsPerson as {@link #compose}
     */
    public Submission proof(Submission submission) {
        of(submission).proof(submission);
        return submission;
    }

    /**
     * The unsealed document.
     *
     * @param submission coded, and of an operation that makes a document
     * @throws NeedsPerson {@code document.no-glyph} when no font has a character, {@code document.too-long} when a text does not
     *                     fit its box, {@code document.missing} when something printed is not in the submission
     */
    public LicenceDocument compose(Submission submission) {
        return of(submission).compose(submission);
    }

    private TypeComposer of(Submission submission) {
        return byType.get(submission.record().type().id());
    }
}
