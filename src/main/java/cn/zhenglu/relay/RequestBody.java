package cn.zhenglu.relay;

import cn.zhenglu.licence.CertificateType;
import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.Issuer;
import cn.zhenglu.licence.LicenceIdentifier;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.RelayCall;
import cn.zhenglu.licence.Submission;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is said about a submission in each call: the fields of the coding call and its siblings, in the standard's order. A field
 * without a value is sent as an empty string, so that a call always has the same fields; the optional list
 * {@code businessInformation} is left out.
 */
final class RequestBody {

    private final CertificateType type;
    private final Issuer issuer;
    private final Map<String, Department> departments;
    private final String province;
    private final String publicBaseUrl;

    /**
     * @param province      GB/T 2260, 6 digits
     * @param publicBaseUrl what preview addresses are built on
     */
    RequestBody(CertificateType type, Issuer issuer, List<Department> departments, String province, String publicBaseUrl) {
        this.type = type;
        this.issuer = issuer;
        this.departments = departments.stream().collect(Collectors.toMap(Department::id, Function.identity()));
        this.province = province;
        this.publicBaseUrl = publicBaseUrl.replaceAll("/+$", "");
    }

    /** The entry of {@code AcceptData} that a call sends for a submission. */
    ObjectNode of(RelayCall call, Submission submission) {
        return switch (call) {
            case CHECK -> check(submission);
            case CODE -> code(submission);
            case COLLECT -> collect(submission);
            case UPDATE -> update(submission);
            case CORRECT -> correct(submission);
        };
    }

    /** Region of the department that approved. */
    String citynum(Submission submission) {
        Department department = departments.get(submission.record().department());
        if (department == null) {
            throw new NeedsPerson("department.unknown", "department", "审批部门“" + submission.record().department() + "”未配置",
                    "在 zhenglu.departments 中补充该部门，或更正来源数据");
        }
        return department.citynum();
    }

    private ObjectNode check(Submission submission) {
        LicenceRecord record = submission.record();
        return entry(submission.id())
                .put("provinceNum", province)
                .put("creditCode", text(record.creditCode()))
                .put("certNum", text(record.certNum()))
                .put("operateType", operateType(record));
    }

    private ObjectNode code(Submission submission) {
        return wholeRecord(submission).put("operateType", operateType(submission.record()));
    }

    /** The identifier tells which licence is corrected; the operation has no wire code of its own. */
    private ObjectNode correct(Submission submission) {
        return wholeRecord(submission).put("zzeCertID", identifier(submission.identifier()));
    }

    private ObjectNode wholeRecord(Submission submission) {
        LicenceRecord record = submission.record();
        return entry(submission.id())
                .put("provinceNum", province)
                .put("certNum", text(record.certNum()))
                .put("companyName", text(record.companyName()))
                .put("creditCode", text(record.creditCode()))
                .put("companyAddress", text(record.companyAddress()))
                .put("economicType", text(record.economicType()))
                .put("responsiblePerson", text(record.responsiblePerson()))
                .put("responsiblePersonID", text(record.responsiblePersonId()))
                .put("responsiblePersonIDType", text(record.responsiblePersonIdType()))
                .put("licenseScope", text(record.licenceScope()))
                .put("issuAuth", issuer.name())
                .put("issuAuthCode", issuer.code())
                .put("firstIssuDate", date(record.firstIssueDate()))
                .put("issuDate", date(record.issueDate()))
                .put("effectiveDate", date(record.validFrom()))
                .put("expiringDate", date(record.validTo()))
                .put("certState", certState(record))
                .put("certStatusDescription", text(record.stateNote()))
                .put("associatedZzeCertID", identifier(submission.replacedIdentifier()));
    }

    private ObjectNode collect(Submission submission) {
        return JsonNodeFactory.instance.objectNode()
                .put("ID", submission.code())
                .put("zzeCertID", identifier(submission.identifier()))
                .put("url", publicBaseUrl + "/p/" + submission.previewToken());
    }

    private ObjectNode update(Submission submission) {
        LicenceRecord record = submission.record();
        return entry(submission.id())
                .put("zzeCertID", identifier(submission.identifier()))
                .put("provinceNum", province)
                .put("certNum", text(record.certNum()))
                .put("creditCode", text(record.creditCode()))
                .put("certState", certState(record))
                .put("certStatusDescription", text(record.stateNote()))
                .put("operateType", operateType(record));
    }

    private static ObjectNode entry(String id) {
        return JsonNodeFactory.instance.objectNode().put("eCertID", id);
    }

    private static String identifier(LicenceIdentifier identifier) {
        return identifier == null ? "" : identifier.value();
    }

    private String operateType(LicenceRecord record) {
        String code = record.operation() == null ? null : type.operations().get(record.operation());
        if (code == null) {
            throw new NeedsPerson("operation.no-wire-code", "operation", "业务类型“"
                    + (record.operation() == null ? "" : record.operation().label()) + "”没有对应的报送代码",
                    "更正业务类型，或在证照类型字典中补充该代码");
        }
        return code;
    }

    private String certState(LicenceRecord record) {
        String code = record.state() == null ? null : type.states().get(record.state());
        if (code == null) {
            throw new NeedsPerson("state.no-wire-code", "state", "证照状态“"
                    + (record.state() == null ? "" : record.state().label()) + "”没有对应的报送代码",
                    "更正证照状态，或在证照类型字典中补充该代码");
        }
        return code;
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }

    private static String date(LocalDate value) {
        return value == null ? "" : value.toString();
    }
}
