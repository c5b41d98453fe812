package cn.zhenglu.intake;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import cn.zhenglu.licence.CertificateType;
import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Operation;

/** Reads {@code config/dictionaries/certificate-type.yaml}. */
public final class CertificateTypes {

    private static final Pattern CODE = Pattern.compile("[0-9A-Z]{21}");

    private CertificateTypes() {
    }

    /** The file's form: as {@link CertificateType}, but anything may be missing. */
    private record Form(String name, String code, String standard, String scope, Map<Operation, String> operations,
            Map<LicenceState, String> states, Map<Operation, Set<LicenceState>> outcomes) {
    }

    /**
     * The certificate type of a file, complete and free of contradiction.
     *
     * @throws NeedsPerson {@code configuration.missing} or {@code configuration.invalid}
     */
    public static CertificateType load(Path file) {
        Form form = ConfigurationFile.read(file, Form.class);
        require(form.name() != null && form.standard() != null && form.scope() != null, file, "缺少 name、standard 或 scope");
        require(form.code() != null && CODE.matcher(form.code()).matches(), file, "code 应为 21 位数字和大写字母");
        require(form.operations() != null && form.states() != null && form.outcomes() != null, file,
                "缺少 operations、states 或 outcomes");
        require(distinct(form.operations()), file, "operations 中有空的或重复的编码");
        require(distinct(form.states()), file, "states 中有空的或重复的编码");
        form.operations().keySet().forEach(operation -> {
            Set<LicenceState> outcomes = form.outcomes().get(operation);
            require(outcomes != null && !outcomes.isEmpty(), file, "outcomes 中缺少业务类型 " + operation);
            require(form.states().keySet().containsAll(outcomes), file, "outcomes 中 " + operation + " 的状态在 states 中没有编码");
        });
        return new CertificateType(form.name(), form.code(), form.standard(), form.scope(), form.operations(), form.states(),
                form.outcomes());
    }

    private static boolean distinct(Map<?, String> codes) {
        return !codes.containsValue(null) && new HashSet<>(codes.values()).size() == codes.size();
    }

    private static void require(boolean holds, Path file, String otherwise) {
        if (!holds) {
            throw ConfigurationFile.invalid(file, otherwise);
        }
    }
}
