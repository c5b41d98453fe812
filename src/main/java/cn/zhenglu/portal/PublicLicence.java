package cn.zhenglu.portal;

import cn.zhenglu.ledger.Licences.Licence;
import cn.zhenglu.licence.IdentityNumber;
import cn.zhenglu.licence.LicenceState;
import java.time.LocalDate;
import java.util.List;

/**
 * What the public may know of a licence as it stands: of a person part of the name, no reason of a punishment.
 *
 * @param note       explanation of the state 其他, which says nothing without; {@code null} for all others
 * @param lapsed     whether it is past its last day although its state still says that it is valid
 * @param replacedBy certificate number of the licence that took its place, or {@code null}
 * @param fields     of its type; none where they are not shown
 * @param dates      of issue, likewise
 */
record PublicLicence(String certNum, int version, LicenceState state, String note, boolean lapsed, LocalDate validFrom,
        LocalDate validTo, String replacedBy, List<PublicField> fields, List<PublicField> dates) {

    static PublicLicence of(Licence licence, LocalDate today) {
        return of(licence, List.of(), List.of(), today);
    }

    static PublicLicence of(Licence licence, List<PublicField> fields, List<PublicField> dates, LocalDate today) {
        return new PublicLicence(licence.certNum(), licence.version(), licence.state(), note(licence),
                licence.state() == LicenceState.VALID && licence.validTo() != null && licence.validTo().isBefore(today),
                licence.validFrom(), licence.validTo(), licence.replacedBy(), fields, dates);
    }

    private static String note(Licence licence) {
        return licence.state() == LicenceState.OTHER && licence.stateNote() != null
                ? IdentityNumber.maskIn(licence.stateNote()) : null;
    }

    /** Names its state in the pages' texts, below {@code state.}: the state itself, {@code lapsed} or {@code replaced}. */
    public String stateKey() {
        if (replacedBy != null) {
            return "replaced";
        }
        return lapsed ? "lapsed" : state.name();
    }

    /** How its state is shown: {@code good}, {@code held} (not now) or {@code ended}. */
    public String tone() {
        if (replacedBy != null) {
            return "ended";
        }
        return switch (state) {
            case VALID -> lapsed ? "held" : "good";
            case SUSPENDED, OTHER -> "held";
            case REVOKED, WITHDRAWN, CANCELLED, EXPIRED -> "ended";
        };
    }
}
