package cn.zhenglu.licence;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One operation on one licence, on its way: the unit of everything. Immutable; the ledger hands out a new one after each
 * stage.
 *
 * @param id           32 hex digits, the {@code eCertID} it is sent under; made once and kept over every retry
 * @param record       what the source said
 * @param problems     what could not be read from the source, to be mended by a person; empty when all was understood
 * @param origin       where it came from, for a person: row key, or file and line
 * @param stage        how far it has come
 * @param standing     whether it moves on by itself
 * @param code         the platform's code (赋码), about 200 characters; {@code null} before {@link Stage#CODED}
 * @param codedAt      when the code was recorded; the time that the document bears. {@code null} before {@link Stage#CODED}
 * @param identifier   证照标识 of this version; for a state change that of the licence it affects. {@code null} until it is about to be checked
 * @param replacedIdentifier 证照标识 of the version it replaces ({@code associatedZzeCertID}), or {@code null}
 * @param previewToken the unguessable part of its preview address
 * @param documentDigest hex SM3 of the sealed file; {@code null} before {@link Stage#SEALED}
 * @param attempts     how often each relay call was made under this id without being refused, so that the platform may have done it, the present attempt included
 * @param fence        number of the claim under which a worker holds it; a worker whose number is older has lost it
 * @param since        when it was last moved on or taken to work on; {@code null} outside the ledger
 * @param yields       whether everything else goes before it: an existing licence that is converted (存量转换)
 */
public record Submission(
        String id,
        LicenceRecord record,
        List<Problem> problems,
        String origin,
        Stage stage,
        Standing standing,
        String code,
        Instant codedAt,
        LicenceIdentifier identifier,
        LicenceIdentifier replacedIdentifier,
        String previewToken,
        String documentDigest,
        Map<RelayCall, Integer> attempts,
        long fence,
        Instant since,
        boolean yields) {

    public Submission {
        problems = List.copyOf(problems);
        attempts = Map.copyOf(attempts);
    }

    /** One of the daily work. */
    public Submission(String id, LicenceRecord record, List<Problem> problems, String origin, Stage stage, Standing standing, String code,
            Instant codedAt, LicenceIdentifier identifier, LicenceIdentifier replacedIdentifier, String previewToken,
            String documentDigest, Map<RelayCall, Integer> attempts, long fence) {
        this(id, record, problems, origin, stage, standing, code, codedAt, identifier, replacedIdentifier, previewToken, documentDigest,
                attempts, fence, null, false);
    }

    /** Whether this call was made before the present attempt, and the platform may already have done it. */
    public boolean begunBefore(RelayCall call) {
        return attempts.getOrDefault(call, 0) > 1;
    }

    /** The same with a call more that is about to be made. */
    public Submission begun(RelayCall call) {
        Map<RelayCall, Integer> more = new EnumMap<>(RelayCall.class);
        more.putAll(attempts);
        more.merge(call, 1, Integer::sum);
        return new Submission(id, record, problems, origin, stage, standing, code, codedAt, identifier, replacedIdentifier,
                previewToken, documentDigest, more, fence, since, yields);
    }

    /** The same with the identifier of its version, or of the licence that it affects. */
    public Submission identified(LicenceIdentifier version, LicenceIdentifier replaced) {
        return new Submission(id, record, problems, origin, stage, standing, code, codedAt, version, replaced,
                previewToken, documentDigest, attempts, fence, since, yields);
    }

    /** The same with the platform's code. */
    public Submission withCode(String assigned) {
        return new Submission(id, record, problems, origin, stage, standing, assigned, codedAt, identifier, replacedIdentifier,
                previewToken, documentDigest, attempts, fence, since, yields);
    }

    /** The same with its code on record. */
    public Submission codedAt(Instant time) {
        return new Submission(id, record, problems, origin, stage, standing, code, time, identifier, replacedIdentifier,
                previewToken, documentDigest, attempts, fence, since, yields);
    }

    /** The same with its sealed file. */
    public Submission withDocument(String digest) {
        return new Submission(id, record, problems, origin, stage, standing, code, codedAt, identifier, replacedIdentifier,
                previewToken, digest, attempts, fence, since, yields);
    }

    /** The same a stage further. */
    public Submission at(Stage reached, Instant time) {
        return new Submission(id, record, problems, origin, reached, reached.isFinal() ? Standing.DONE : standing, code, codedAt, identifier,
                replacedIdentifier, previewToken, documentDigest, attempts, fence, time, yields);
    }

    /** The same with another record. */
    public Submission withRecord(LicenceRecord other) {
        return new Submission(id, other, problems, origin, stage, standing, code, codedAt, identifier, replacedIdentifier,
                previewToken, documentDigest, attempts, fence, since, yields);
    }

    /** Without personal data and without the code: logs print submissions. */
    @Override
    public String toString() {
        return "Submission[" + id + ' ' + stage + ' ' + record + ']';
    }
}
