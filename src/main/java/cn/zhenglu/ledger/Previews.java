package cn.zhenglu.ledger;

import cn.zhenglu.ledger.Licences.Licence;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Submission;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What each preview address shows: a version of a licence that the platform has, for ever. */
@Component
public class Previews {

    private final JdbcClient jdbc;
    private final Ledger ledger;
    private final Licences licences;

    Previews(JdbcClient jdbc, Ledger ledger, Licences licences) {
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.licences = licences;
    }

    /**
     * A version of a licence, beside what has become of it.
     *
     * @param submission what made this version
     * @param licence    the certificate number as it stands now
     * @param current    the licence that is in force in its place: the same as {@code licence} unless another number replaced it
     */
    public record Preview(Submission submission, Licence licence, Licence current) {

        /** Whether no later version has taken its place. */
        public boolean isCurrent() {
            return current.submissionId().equals(submission.id());
        }
    }

    /** The version of that address; empty for an address that was never given out, or is not collected yet. */
    public Optional<Preview> byToken(String token) {
        return jdbc.sql("select id from submission where preview_token = :token and stage = :stage")
                .param("token", token).param("stage", Stage.COLLECTED.name())
                .query(String.class).optional()
                .flatMap(ledger::find)
                .flatMap(submission -> licences.find(submission.record().certNum())
                        .map(licence -> new Preview(submission, licence, successor(licence))));
    }

    /** The preview address of the version that bears this code of the platform, if the platform has that version. */
    public Optional<String> tokenOf(String code) {
        return jdbc.sql("select preview_token from submission where code = :code and stage = :stage order by seq desc limit 1")
                .param("code", code).param("stage", Stage.COLLECTED.name())
                .query(String.class).optional();
    }

    private Licence successor(Licence licence) {
        Set<String> seen = new HashSet<>();
        Licence current = licence;
        while (current.replacedBy() != null && seen.add(current.certNum())) {
            Optional<Licence> next = licences.find(current.replacedBy());
            if (next.isEmpty()) {
                return current;
            }
            current = next.get();
        }
        return current;
    }
}
