/** AssemblyScript's word for an address or an offset: control blocks are listed once, for kernels and for the server. */
declare type usize = number;
