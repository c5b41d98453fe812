package cn.zhenglu.relay;

import cn.zhenglu.licence.CertificateType;
import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.Issuer;
import cn.zhenglu.licence.LicenceField;
import cn.zhenglu.licence.LicenceIdentifier;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.RelayCall;
import cn.zhenglu.licence.Submission;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is said about a submission in each call: the fields that its certificate type names, in that order. A field without a value
 * is sent as an empty string, so that a call always has the same fields; the optional list {@code businessInformation} is left out.
 */
final class RequestBody {

    private static final String OPERATE_TYPE = "operateType";

    private final Issuer issuer;
    private final Map<String, Department> departments;
    private final String province;
    private final String publicBaseUrl;

    /**
     * @param province      GB/T 2260, 6 digits
     * @param publicBaseUrl what preview addresses are built on
     */
    RequestBody(Issuer issuer, List<Department> departments, String province, String publicBaseUrl) {
        this.issuer = issuer;
        this.departments = departments.stream().collect(Collectors.toMap(Department::id, Function.identity()));
        this.province = province;
        this.publicBaseUrl = publicBaseUrl.replaceAll("/+$", "");
    }

    /** The entry of {@code AcceptData} that a call sends for a submission. */
    ObjectNode of(RelayCall call, Submission submission) {
        CertificateType.Calls calls = submission.record().type().calls();
        return switch (call) {
            case CHECK -> said(calls.check().stream(), submission);
            case CODE -> said(calls.code().stream(), submission);
            case COLLECT -> collect(submission);
            case UPDATE -> said(calls.update().stream(), submission);
            // the identifier tells which licence is corrected; the operation has no wire code of its own
            case CORRECT -> said(Stream.concat(calls.code().stream().filter(name -> !name.equals(OPERATE_TYPE)), Stream.of("zzeCertID")),
                    submission);
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

    private ObjectNode said(Stream<String> names, Submission submission) {
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        names.forEach(name -> entry.put(name, value(name, submission)));
        return entry;
    }

    private ObjectNode collect(Submission submission) {
        return JsonNodeFactory.instance.objectNode()
                .put("ID", submission.code())
                .put("zzeCertID", identifier(submission.identifier()))
                .put("url", publicBaseUrl + "/p/" + submission.previewToken());
    }

    private String value(String name, Submission submission) {
        return switch (name) {
            case "eCertID" -> submission.id();
            case "provinceNum" -> province;
            case "issuAuth" -> issuer.name();
            case "issuAuthCode" -> issuer.code();
            case "zzeCertID" -> identifier(submission.identifier());
            case "associatedZzeCertID" -> identifier(submission.replacedIdentifier());
            default -> value(submission.record().type().fieldOnTheWire(name).orElseThrow(), submission.record());
        };
    }

    private static String value(LicenceField field, LicenceRecord record) {
        return switch (field.kind()) {
            case OPERATION -> operateType(record);
            case STATE -> certState(record);
            default -> field.in(record) == null ? "" : field.in(record).toString(); // a LocalDate prints itself as yyyy-MM-dd
        };
    }

    private static String identifier(LicenceIdentifier identifier) {
        return identifier == null ? "" : identifier.value();
    }

    private static String operateType(LicenceRecord record) {
        Operation operation = record.operation();
        String code = operation == null ? null : record.type().operations().get(operation);
        if (code == null) {
            throw new NeedsPerson("operation.no-wire-code", "operation", "业务类型“"
                    + (operation == null ? "" : operation.label()) + "”没有对应的报送代码",
                    "更正业务类型，或在证照类型字典中补充该代码");
        }
        return code;
    }

    private static String certState(LicenceRecord record) {
        LicenceState state = record.state();
        String code = state == null ? null : record.type().states().get(state);
        if (code == null) {
            throw new NeedsPerson("state.no-wire-code", "state", "证照状态“"
                    + (state == null ? "" : state.label()) + "”没有对应的报送代码",
                    "更正证照状态，或在证照类型字典中补充该代码");
        }
        return code;
    }
}
