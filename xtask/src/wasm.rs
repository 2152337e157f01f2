//! Takes the names of functions out of a WebAssembly module: a third of its compressed size, for debuggers only.
//! The linker could do it, but then also drops what wasm-bindgen reads; wasm-opt does it too, where there is one.

/// Magic number and version.
const HEADER: usize = 8;

/// The module without its `name` section; None when the bytes are no module.
pub(crate) fn without_names(module: &[u8]) -> Option<Vec<u8>> {
    if !module.starts_with(b"\0asm") {
        return None;
    }
    let mut kept = module.get(..HEADER)?.to_vec();
    let mut at = HEADER;
    while at < module.len() {
        let (length, body) = number(module, at + 1)?;
        let end = body.checked_add(length)?;
        let section = module.get(at..end)?;
        if !is_names(section, body - at) {
            kept.extend_from_slice(section);
        }
        at = end;
    }
    Some(kept)
}

/// Whether a section is custom (id 0) and called `name`; its content starts at `body`.
fn is_names(section: &[u8], body: usize) -> bool {
    section.first() == Some(&0) && section.get(body..).is_some_and(|content| content.starts_with(b"\x04name"))
}

/// Reads an unsigned LEB128 number at `at`: the number, and where what follows it starts.
fn number(bytes: &[u8], mut at: usize) -> Option<(usize, usize)> {
    let mut value = 0usize;
    for shift in (0..35).step_by(7) {
        let byte = *bytes.get(at)?;
        at += 1;
        value |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some((value, at));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A header, a type section without types, a `name` section with a two-byte length, a `producers` section.
    fn module() -> Vec<u8> {
        let mut module = b"\0asm\x01\0\0\0\x01\x01\0".to_vec();
        module.extend_from_slice(b"\0\xc8\x01\x04name");
        module.extend_from_slice(&[7; 195]);
        module.extend_from_slice(b"\0\x0a\x09producers");
        module
    }

    #[test]
    fn only_the_name_section_goes() {
        let slim = without_names(&module()).expect("a module");
        assert_eq!(slim, b"\0asm\x01\0\0\0\x01\x01\0\0\x0a\x09producers");
        assert_eq!(without_names(&slim).as_deref(), Some(slim.as_slice()));
    }

    #[test]
    fn what_is_no_module_or_is_cut_short_is_refused() {
        assert_eq!(without_names(b"<!doctype html>"), None);
        let module = module();
        assert_eq!(without_names(&module[..module.len() - 1]), None);
    }
}
