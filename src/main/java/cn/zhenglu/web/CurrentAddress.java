package cn.zhenglu.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Tells each page its own address, so that the language switch leads back to it. */
@ControllerAdvice
class CurrentAddress {

    /** Path and query below the context path, without {@code lang}. */
    @ModelAttribute("here")
    String here(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        if (request.getQueryString() == null) {
            return path;
        }
        String query = Arrays.stream(request.getQueryString().split("&"))
                .filter(parameter -> !parameter.startsWith("lang="))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? path : path + '?' + query;
    }
}
