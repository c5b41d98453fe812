package cn.zhenglu.portal;

import cn.zhenglu.ledger.Previews.Preview;
import cn.zhenglu.licence.LicenceRecord;
import java.time.LocalDate;

/** What the public may know of one version of a licence, as it was printed: no person. */
record PublicVersion(String certNum, String companyName, String creditCode, String companyAddress, String licenceScope, int version,
        String identifier, LocalDate firstIssueDate, LocalDate issueDate, LocalDate validFrom, LocalDate validTo) {

    static PublicVersion of(Preview preview) {
        LicenceRecord record = preview.submission().record();
        return new PublicVersion(record.certNum(), record.companyName(), record.creditCode(), record.companyAddress(),
                record.licenceScope(), preview.submission().identifier().version(), preview.submission().identifier().value(),
                record.firstIssueDate(), record.issueDate(), record.validFrom(), record.validTo());
    }
}
