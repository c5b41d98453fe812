package cn.zhenglu.console;

import cn.zhenglu.licence.Department;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The departments' names as people know them. */
@Component
class DepartmentNames {

    private final List<Department> departments;
    private final Map<String, String> names;

    DepartmentNames(List<Department> departments) {
        this.departments = List.copyOf(departments);
        this.names = departments.stream().collect(Collectors.toUnmodifiableMap(Department::id, Department::name));
    }

    /** All of them, as configured. */
    public List<Department> all() {
        return departments;
    }

    /** The name of a department; what a source wrote comes back when no department has that id. */
    public String of(String id) {
        return id == null ? null : names.getOrDefault(id, id);
    }
}
