package cn.zhenglu.portal;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.ledger.Licences.Licence;
import cn.zhenglu.licence.LicenceIdentifier;
import cn.zhenglu.licence.LicenceState;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class PublicLicenceTest {

    private static final LocalDate LAST_DAY = LocalDate.of(2026, 5, 31);

    @Test
    void aLicenceIsGoodOnItsLastDayAndNotOnTheNextThoughNobodyHasReportedItExpired() {
        assertThat(PublicLicence.of(licence(LicenceState.VALID, null), LAST_DAY)).returns("VALID", PublicLicence::stateKey)
                .returns("good", PublicLicence::tone);
        assertThat(PublicLicence.of(licence(LicenceState.VALID, null), LAST_DAY.plusDays(1)))
                .returns("lapsed", PublicLicence::stateKey).returns("held", PublicLicence::tone);
    }

    @Test
    void aLicenceWhosePlaceAnotherHasTakenIsNeverShownAsGood() {
        assertThat(PublicLicence.of(licence(LicenceState.VALID, "（闽）JZ安许证字[2026]000002"), LAST_DAY))
                .returns("replaced", PublicLicence::stateKey).returns("ended", PublicLicence::tone);
    }

    private static Licence licence(LicenceState state, String replacedBy) {
        LocalDate from = LAST_DAY.plusDays(1).minusYears(3);
        return new Licence("（闽）JZ安许证字[2023]000001", "c0292", "福建闽江建设工程有限公司", "91350100MA2300004L", "fuzhou", 1,
                new LicenceIdentifier("1.2.156"), state, null, from, from, from, LAST_DAY, "0".repeat(32), "token", replacedBy);
    }
}
