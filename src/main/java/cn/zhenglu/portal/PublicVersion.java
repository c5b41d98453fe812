package cn.zhenglu.portal;

import cn.zhenglu.ledger.Previews.Preview;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.PersonName;
import java.time.LocalDate;
import java.util.List;

/**
 * What the public may know of one version of a licence, as it was printed.
 *
 * @param holder a person's name in part
 * @param fields of the type
 * @param dates  of issue
 */
record PublicVersion(String certNum, String holder, List<PublicField> fields, List<PublicField> dates, int version, String identifier,
        LocalDate validFrom, LocalDate validTo) {

    static PublicVersion of(Preview preview) {
        LicenceRecord record = preview.submission().record();
        return new PublicVersion(record.certNum(),
                record.type().isOfAPerson() ? PersonName.mask(record.holderName()) : record.holderName(), PublicField.ofPage(record),
                PublicField.dates(record.type(), record.firstIssueDate(), record.issueDate()),
                preview.submission().identifier().version(), preview.submission().identifier().value(),
                record.validFrom(), record.validTo());
    }
}
