! SPDX-License-Identifier: GPL-2.0-only OR MIT
! The other half, which may be a library.
module triangles
  use iso_c_binding
  implicit none
contains
  recursive integer(c_int) function area(x) result(found)
    integer(c_int), intent(in) :: x
    if (x < 2) then
      found = 1
    else
      found = area(x - 1) + x
    end if
  end function area
end module triangles

integer(c_int) function part_half(x) bind(C, name="part_half")
  use iso_c_binding
  use triangles, only: area
  implicit none
  integer(c_int), value :: x
  if (x > 1000) then
    part_half = -1
  else
    part_half = area(x + 2)
  end if
end function part_half
