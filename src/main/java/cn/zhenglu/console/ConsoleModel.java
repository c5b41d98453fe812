package cn.zhenglu.console;

import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What every page of the console shows or needs. */
@ControllerAdvice(basePackageClasses = ConsoleModel.class)
class ConsoleModel {

    private final DepartmentNames departments;

    ConsoleModel(DepartmentNames departments) {
        this.departments = departments;
    }

    /** {@code null} on the sign-in page. */
    @ModelAttribute("operator")
    Operator operator(Authentication signedIn) {
        return signedIn == null ? null : Operator.of(signedIn);
    }

    @ModelAttribute("departments")
    DepartmentNames departments() {
        return departments;
    }
}
