package cn.zhenglu.portal;

import cn.zhenglu.ledger.Previews.Preview;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.PersonName;
import java.time.LocalDate;
import java.util.List;

/**
 * What the public may know of one version of a licence, as it was printed.
 *
 * @param typeName what it is a certificate of
 * @param holder   a person's name in part
 * @param fields   of the type
 */
record PublicVersion(String typeName, String certNum, String holder, List<PublicField> fields, int version, String identifier,
        LocalDate firstIssueDate, LocalDate issueDate, LocalDate validFrom, LocalDate validTo) {

    static PublicVersion of(Preview preview) {
        LicenceRecord record = preview.submission().record();
        return new PublicVersion(record.type().name(), record.certNum(),
                record.type().isOfAPerson() ? PersonName.mask(record.holderName()) : record.holderName(), PublicField.ofPage(record),
                preview.submission().identifier().version(), preview.submission().identifier().value(),
                record.firstIssueDate(), record.issueDate(), record.validFrom(), record.validTo());
    }
}
